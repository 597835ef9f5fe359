import { t } from '@lingui/core/macro';
import type { Camera } from '../../../../server/contract/fleet/cameras.ts';
import { Choices } from '../../../components/input/choices.tsx';
import { useMe } from '../../../session/session-context.ts';
import { KIND_GROUPS } from '../kind-look.ts';
import { type InboxFilter, LEAST, PERIODS } from './inbox-filter.ts';

const READ = [
  { value: 'all', text: t`All` },
  { value: 'unread', text: t`Unread` },
] as const;

type Options = readonly { readonly value: string; readonly text: string }[];

interface SelectProps {
  readonly label: string;
  readonly options: Options;
  readonly value: string;
  readonly onChoose: (value: string) => void;
}

function Select({ label, options, value, onChoose }: SelectProps) {
  return (
    <select
      aria-label={label}
      value={value}
      onChange={({ target }) => onChoose(target.value)}
      className="min-h-10 min-w-0 rounded-sm border border-line-strong bg-surface-1 px-3 max-sm:w-full sm:max-w-56"
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.text}
        </option>
      ))}
    </select>
  );
}

function cameraOptions(cameras: readonly Camera[], chosen: string): Options {
  const known = cameras.map(({ camera_id: value, name: text }) => ({ value, text }));
  const isGone = chosen !== '' && !known.some(({ value }) => value === chosen);
  return [
    { value: '', text: t`All cameras` },
    ...known,
    ...(isGone ? [{ value: chosen, text: t`Removed camera` }] : []),
  ];
}

function kindOptions(isAdmin: boolean): Options {
  const shown = KIND_GROUPS.filter(({ adminOnly }) => isAdmin || !adminOnly);
  return [{ value: '', text: t`All kinds` }, ...shown.map(({ id, text }) => ({ value: id, text }))];
}

const PERIOD_OPTIONS = PERIODS.map(({ value, text }) => ({ value: String(value), text }));

interface Props {
  readonly filter: InboxFilter;
  readonly cameras: readonly Camera[];
  readonly onChange: (change: Partial<InboxFilter>) => void;
}

/** Narrows the inbox down. */
export function InboxFilters({ filter, cameras, onChange }: Props) {
  const { is_admin: isAdmin } = useMe();
  const { hours, group, camera, severity, unread } = filter;
  const onSeverity = (chosen: string) => {
    const found = LEAST.find(({ value }) => value === chosen);
    if (found !== undefined) onChange({ severity: found.value });
  };
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Choices
        legend={t`Read or unread`}
        options={READ}
        value={unread ? 'unread' : 'all'}
        onChoose={(value) => onChange({ unread: value === 'unread' })}
      />
      <div className="grid w-full grid-cols-2 gap-2 sm:flex sm:w-auto sm:flex-wrap">
        <Select
          label={t`Period`}
          options={PERIOD_OPTIONS}
          value={String(hours)}
          onChoose={(chosen) => onChange({ hours: Number(chosen) })}
        />
        <Select
          label={t`Kind`}
          options={kindOptions(isAdmin)}
          value={group}
          onChoose={(chosen) => onChange({ group: chosen })}
        />
        <Select
          label={t`Camera`}
          options={cameraOptions(cameras, camera)}
          value={camera}
          onChoose={(chosen) => onChange({ camera: chosen })}
        />
        <Select label={t`Severity`} options={LEAST} value={severity} onChoose={onSeverity} />
      </div>
    </div>
  );
}
