import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { camerasQuery, groupsQuery } from '../../../api/queries.ts';
import { GroupIcon } from '../../../components/data/group-mark.tsx';
import { toggled } from './key-draft.ts';

const LINE = 'flex min-h-8 items-center gap-2.5';
const BOX = 'size-4 shrink-0 accent-accent';

interface Chosen {
  readonly isLimited: boolean;
  readonly cameras: readonly string[];
  readonly groups: readonly number[];
}

interface Props extends Chosen {
  readonly error?: string | undefined;
  readonly onChange: (change: Partial<Chosen>) => void;
}

interface ListProps<T extends string | number> {
  readonly title: string;
  readonly items: readonly { readonly id: T; readonly text: string; readonly icon?: ReactNode }[];
  readonly chosen: readonly T[];
  readonly onChange: (chosen: readonly T[]) => void;
}

function List<T extends string | number>({ title, items, chosen, onChange }: ListProps<T>) {
  if (items.length === 0) return null;
  return (
    <fieldset className="min-w-0">
      <legend className="pb-1 text-sm font-semibold">{title}</legend>
      {items.map(({ id, text, icon }) => (
        <label key={id} className={LINE}>
          <input
            type="checkbox"
            className={BOX}
            checked={chosen.includes(id)}
            onChange={({ target }) => onChange(toggled(chosen, id, target.checked))}
          />
          {icon}
          <span className="min-w-0 break-words">{text}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Picker({ cameras, groups, onChange }: Omit<Props, 'error' | 'isLimited'>) {
  const { data: allCameras } = useQuery(camerasQuery);
  const { data: allGroups } = useQuery(groupsQuery);
  if (allCameras?.length === 0)
    return (
      <p className="text-ink-soft">
        <Trans>There is no camera yet.</Trans>
      </p>
    );
  return (
    <div className="grid gap-x-6 gap-y-4 rounded-md bg-surface-2 p-4 sm:grid-cols-2">
      <List
        title={t`Groups, as they are at each moment`}
        items={(allGroups ?? []).map(({ id, name, icon }) => ({
          id,
          text: name,
          icon: <GroupIcon icon={icon} />,
        }))}
        chosen={groups}
        onChange={(next) => onChange({ groups: next })}
      />
      <List
        title={t`Cameras`}
        items={(allCameras ?? []).map(({ camera_id: id, name }) => ({ id, text: name }))}
        chosen={cameras}
        onChange={(next) => onChange({ cameras: next })}
      />
    </div>
  );
}

/** Which cameras the agent may know of. */
export function CameraField({ isLimited, error, onChange, ...chosen }: Props) {
  return (
    <fieldset className="grid min-w-0 gap-1">
      <legend className="pb-1.5 text-sm font-medium">
        <Trans>On</Trans>
      </legend>
      <label className={LINE}>
        <input
          type="radio"
          name="key-cameras"
          className={BOX}
          checked={!isLimited}
          onChange={() => onChange({ isLimited: false })}
        />
        <Trans>All cameras, also those that come later</Trans>
      </label>
      <label className={LINE}>
        <input
          type="radio"
          name="key-cameras"
          className={BOX}
          checked={isLimited}
          onChange={() => onChange({ isLimited: true })}
        />
        <Trans>Only these; it learns of no other</Trans>
      </label>
      {isLimited ? <Picker {...chosen} onChange={onChange} /> : null}
      {error === undefined ? null : (
        <p role="alert" className="text-sm text-bad">
          {error}
        </p>
      )}
    </fieldset>
  );
}
