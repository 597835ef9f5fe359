import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import type { CameraGroup } from '../../../server/contract/fleet/groups.ts';
import { cleanColor, GroupIcon } from '../../components/data/group-mark.tsx';
import type { GroupChoice } from './use-group-filter.ts';

interface Props {
  readonly groups: readonly CameraGroup[];
  readonly choice: GroupChoice;
  readonly onChoose: (choice: GroupChoice) => void;
  /** Some camera belongs to no group. */
  readonly hasUngrouped: boolean;
}

interface PillProps {
  readonly text: string;
  readonly icon?: string;
  readonly color?: string;
  readonly pressed: boolean;
  readonly onClick: () => void;
}

function Pill({ text, icon, color, pressed, onClick }: PillProps) {
  return (
    <button
      type="button"
      title={text}
      aria-pressed={pressed}
      onClick={onClick}
      className="inline-flex min-h-9 max-w-48 shrink-0 items-center gap-1.5 rounded-full border bg-surface-1 px-3 text-sm font-medium text-ink-soft hover:text-ink aria-pressed:border-accent aria-pressed:bg-accent-wash aria-pressed:text-ink"
    >
      {color === undefined ? null : (
        <span
          aria-hidden="true"
          className="size-2.5 shrink-0 rounded-full"
          style={{ backgroundColor: cleanColor(color) }}
        />
      )}
      {icon === undefined || icon === '' ? null : <GroupIcon icon={icon} size={15} />}
      <span className="truncate">{text}</span>
    </button>
  );
}

/** Which cameras the wall shows. */
export function GroupFilter({ groups, choice, onChoose, hasUngrouped }: Props) {
  return (
    <fieldset className="-my-1 flex min-w-0 flex-1 basis-60 gap-1.5 max-sm:order-last max-sm:basis-full overflow-x-auto px-0.5 py-1">
      <legend className="sr-only">
        <Trans>Camera group</Trans>
      </legend>
      <Pill text={t`All`} pressed={choice === 'all'} onClick={() => onChoose('all')} />
      {groups.map(({ id, name, icon, color }) => (
        <Pill
          key={id}
          text={name}
          icon={icon}
          color={color}
          pressed={choice === id}
          onClick={() => onChoose(id)}
        />
      ))}
      {hasUngrouped ? (
        <Pill text={t`Ungrouped`} pressed={choice === 'none'} onClick={() => onChoose('none')} />
      ) : null}
    </fieldset>
  );
}
