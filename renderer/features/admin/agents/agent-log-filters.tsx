import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { SelectField, TextField } from '../../../components/field.tsx';
import { catalogueQuery } from '../../agents/agent-queries.ts';
import { toolGroups } from '../../agents/catalogue/tool-words.ts';
import type { LogFilters } from './agent-log-words.ts';

interface Props {
  readonly filters: LogFilters;
  readonly onFilters: (change: Partial<LogFilters>) => void;
}

/** Choices of tool, key and outcome. */
export function AgentLogFilters({ filters, onFilters }: Props) {
  const { data } = useQuery(catalogueQuery);
  return (
    <>
      <SelectField
        label={t`Tool`}
        value={filters.tool}
        onChange={({ target }) => onFilters({ tool: target.value })}
      >
        <option value="">
          <Trans>All tools</Trans>
        </option>
        {toolGroups([...(data?.read ?? []), ...(data?.write ?? [])]).map(({ category, title, tools }) => (
          <optgroup key={category} label={title}>
            {tools.map(({ name }) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </optgroup>
        ))}
      </SelectField>
      <TextField
        label={t({ message: 'Key', context: 'secret' })}
        type="search"
        placeholder={t`Part of a name`}
        autoComplete="off"
        maxLength={100}
        value={filters.key}
        onChange={({ target }) => onFilters({ key: target.value })}
      />
      <SelectField
        label={t`Outcome`}
        value={filters.status}
        onChange={({ target }) => onFilters({ status: target.value })}
      >
        <option value="">
          <Trans>All</Trans>
        </option>
        <option value="completed">
          <Trans>Done</Trans>
        </option>
        <option value="error">
          <Trans>Failed</Trans>
        </option>
      </SelectField>
    </>
  );
}
