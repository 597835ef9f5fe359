import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { messageOf } from '../../../api/errors.ts';
import { Banner } from '../../../components/banner.tsx';
import { Loading } from '../../../components/loading.tsx';
import { catalogueQuery, type CatalogueTool } from '../agent-queries.ts';
import { toolText } from '../catalogue/tool-texts.ts';
import { toggled } from './key-draft.ts';

const BOX = 'mt-0.5 size-4 shrink-0 accent-accent';

interface Props {
  readonly value: readonly string[];
  readonly onChange: (value: readonly string[]) => void;
}

interface GroupProps extends Props {
  readonly title: string;
  readonly tools: readonly CatalogueTool[];
}

function Group({ title, tools, value, onChange }: GroupProps) {
  const all = useRef<HTMLInputElement>(null);
  const names = tools.map(({ name }) => name);
  const chosen = names.filter((name) => value.includes(name)).length;
  const isPartly = chosen > 0 && chosen < names.length;
  useEffect(() => {
    if (all.current !== null) all.current.indeterminate = isPartly;
  }, [isPartly]);
  const toggleAll = (wanted: boolean) => {
    const rest = value.filter((name) => !names.includes(name));
    onChange(wanted ? [...rest, ...names] : rest);
  };
  return (
    <fieldset className="grid min-w-0 gap-0.5">
      <legend className="sr-only">{title}</legend>
      <label className="flex items-start gap-2.5 py-1 font-semibold">
        <input
          ref={all}
          type="checkbox"
          className={BOX}
          checked={chosen === names.length}
          onChange={({ target }) => toggleAll(target.checked)}
        />
        <span className="flex min-w-0 flex-1 flex-wrap justify-between gap-x-3">
          {title}
          <span className="font-normal text-ink-soft">
            <Trans>
              {chosen} of {names.length}
            </Trans>
          </span>
        </span>
      </label>
      {tools.map((tool) => (
        <label key={tool.name} className="flex items-start gap-2.5 py-1 pl-4">
          <input
            type="checkbox"
            className={BOX}
            checked={value.includes(tool.name)}
            onChange={({ target }) => onChange(toggled(value, tool.name, target.checked))}
          />
          <span className="grid min-w-0">
            {toolText(tool).title}
            <span className="text-xs text-ink-soft">{toolText(tool).about}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** Tools one by one, or a whole group at once. */
export function ToolPicker({ value, onChange }: Props) {
  const { data, error } = useQuery(catalogueQuery);
  if (error !== null) return <Banner tone="bad">{messageOf(error)}</Banner>;
  if (data === undefined) return <Loading />;
  const props = { value, onChange };
  return (
    <div className="grid gap-4 rounded-md bg-surface-2 p-4">
      <output className="font-medium">
        <Trans>
          {value.length} of {data.total} tools
        </Trans>
      </output>
      <Group title={t`Tools that look`} tools={data.read} {...props} />
      <Group title={t`Tools that change something`} tools={data.write} {...props} />
    </div>
  );
}
