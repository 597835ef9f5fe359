import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { Bell, BellOff } from 'lucide-react';
import type { Camera } from '../../../../server/contract/fleet/cameras.ts';
import type { Snooze } from '../../../../server/contract/notifications/inbox.ts';
import { snoozesQuery } from '../../../api/queries.ts';
import type { MenuEntry } from '../../../components/menu.tsx';
import { cameraTarget, type SnoozeTarget, snoozesOf, untilWords } from './quiet.ts';
import { endSnoozes, snooze } from './snooze-actions.ts';
import { SPANS } from './spans.ts';

const ICON = { size: 16, 'aria-hidden': true } as const;

function spansFor(client: QueryClient, target: SnoozeTarget, name: string): MenuEntry[] {
  return [
    {
      kind: 'heading',
      id: `${target.target}-heading`,
      content: (
        <div className="truncate text-xs text-ink-soft">
          <Trans>Keep quiet: {name}</Trans>
        </div>
      ),
    },
    ...SPANS.map(({ value, text }): MenuEntry => ({
      kind: 'action',
      id: `${target.target}-${value}`,
      text,
      onSelect: () => void snooze(client, [target], value, name),
    })),
  ];
}

function endEntry(client: QueryClient, active: readonly Snooze[], now: number): MenuEntry[] {
  const [last] = active;
  if (last === undefined) return [];
  return [
    {
      kind: 'action',
      id: 'end-snooze',
      icon: <Bell {...ICON} />,
      text: t`End snooze (until ${untilWords(Date.parse(last.until), now)})`,
      onSelect: () => void endSnoozes(client, active),
    },
  ];
}

/** What a menu offers to quieten a camera or its group, and to end that. */
export function useSnoozeEntries(
  camera: Camera,
  now: number,
): { readonly end: readonly MenuEntry[]; readonly start: readonly MenuEntry[] } {
  const client = useQueryClient();
  const { data = [] } = useQuery(snoozesQuery);
  const { camera_id: id, name, group_id: groupId, group } = camera;
  const ofGroup: MenuEntry[] =
    groupId === null
      ? []
      : [
          { kind: 'separator', id: 'before-group' },
          ...spansFor(
            client,
            { target: 'group', target_id: String(groupId) },
            t`group ${group ?? String(groupId)}`,
          ),
        ];
  return {
    end: endEntry(client, snoozesOf(data, camera, now), now),
    start: [...spansFor(client, cameraTarget(id), name), ...ofGroup],
  };
}

/** The same as one line of a larger menu. */
export function snoozeSubmenu({ start, end }: ReturnType<typeof useSnoozeEntries>): readonly MenuEntry[] {
  return [
    { kind: 'submenu', id: 'snooze', icon: <BellOff {...ICON} />, text: t`Snooze`, entries: start },
    ...end,
  ];
}
