import { Trans } from '@lingui/react/macro';
import type { NotificationKind } from '../../../../server/contract/notifications/kinds.ts';
import { ruleWords } from '../../../components/input/rule-words.ts';
import { KIND_GROUPS } from '../../inbox/kind-look.ts';
import { kindWords } from '../kind-words.ts';

interface Props {
  /** Null for all, also those that come with later versions. */
  readonly value: readonly NotificationKind[] | null;
  readonly error?: string | undefined;
  readonly onChange: (value: NotificationKind[] | null) => void;
}

const LINE = 'flex min-h-8 items-center gap-2.5';
const BOX = 'size-4 shrink-0 accent-accent';

function Groups({
  value,
  onChange,
}: { readonly value: readonly NotificationKind[] } & Pick<Props, 'onChange'>) {
  const toggle = (kind: NotificationKind, wanted: boolean) =>
    onChange(wanted ? [...value, kind] : value.filter((other) => other !== kind));
  return (
    <div className="grid gap-x-6 gap-y-4 rounded-md bg-surface-2 p-4 sm:grid-cols-2">
      {KIND_GROUPS.map(({ id, text, kinds }) => (
        <fieldset key={id} className="min-w-0">
          <legend className="pb-1 text-sm font-semibold">{text}</legend>
          {kinds.map((kind) => (
            <label key={kind} className={LINE}>
              <input
                type="checkbox"
                className={BOX}
                checked={value.includes(kind)}
                onChange={({ target }) => toggle(kind, target.checked)}
              />
              {kindWords(kind)}
            </label>
          ))}
        </fieldset>
      ))}
    </div>
  );
}

/** Which kinds of notifications are sent: all, or those ticked. */
export function KindChoice({ value, error, onChange }: Props) {
  return (
    <fieldset className="grid min-w-0 gap-1">
      <legend className="pb-1.5 text-sm font-medium">
        <Trans>Send</Trans>
      </legend>
      <label className={LINE}>
        <input
          type="radio"
          name="which-kinds"
          className={BOX}
          checked={value === null}
          onChange={() => onChange(null)}
        />
        <Trans>Everything, also kinds that come later</Trans>
      </label>
      <label className={LINE}>
        <input
          type="radio"
          name="which-kinds"
          className={BOX}
          checked={value !== null}
          onChange={() => onChange([])}
        />
        <Trans>Only these</Trans>
      </label>
      {value === null ? null : <Groups value={value} onChange={onChange} />}
      {error === undefined ? null : (
        <p role="alert" className="text-sm text-bad">
          {ruleWords(error)}
        </p>
      )}
    </fieldset>
  );
}
