import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { mailStatus } from '../../../../server/contract/notifications/email.ts';
import { SelectField } from '../../../components/field.tsx';
import { KIND_GROUPS } from '../../inbox/kind-look.ts';
import { kindWords } from '../../settings/kind-words.ts';
import { OUTCOMES, type SettledMail } from './mail-log-words.ts';

/** Which mails are listed. */
export interface Filters {
  readonly status?: SettledMail['status'];
  readonly kind?: string;
}

interface FilterProps {
  readonly filters: Filters;
  readonly onChange: (filters: Filters) => void;
}

/** Choices of outcome and kind. */
export function MailFilters({ filters, onChange }: FilterProps) {
  const chooseStatus = (text: string) => {
    const { status: _, ...rest } = filters;
    const status = mailStatus.safeParse(text);
    onChange(status.success ? { ...rest, status: status.data } : rest);
  };
  const chooseKind = (kind: string) => {
    const { kind: _, ...rest } = filters;
    onChange(kind === '' ? rest : { ...rest, kind });
  };
  return (
    <>
      <SelectField
        label={t`Outcome`}
        value={filters.status ?? ''}
        onChange={({ target }) => chooseStatus(target.value)}
      >
        <option value="">
          <Trans>All</Trans>
        </option>
        {mailStatus.options.map((status) => (
          <option key={status} value={status}>
            {OUTCOMES[status].label}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t`About`}
        value={filters.kind ?? ''}
        onChange={({ target }) => chooseKind(target.value)}
      >
        <option value="">
          <Trans>Everything</Trans>
        </option>
        {KIND_GROUPS.map(({ id, text, kinds }) => (
          <optgroup key={id} label={text}>
            {kinds.map((kind) => (
              <option key={kind} value={kind}>
                {kindWords(kind)}
              </option>
            ))}
          </optgroup>
        ))}
      </SelectField>
    </>
  );
}
