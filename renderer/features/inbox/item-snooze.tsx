import { useQuery } from '@tanstack/react-query';
import type { Notification } from '../../../server/contract/notifications/inbox.ts';
import { camerasQuery } from '../../api/queries.ts';
import { useMe } from '../../session/session-context.ts';
import { isSnoozable } from './snooze/snoozable.ts';
import { SnoozeButton } from './snooze/snooze-button.tsx';

interface Props {
  readonly item: Notification;
  readonly now: number;
}

/** For administrators, the snooze button of an item about a camera; an empty place where there is none. */
export function ItemSnooze({ item, now }: Props) {
  const { is_admin: isAdmin } = useMe();
  const { data = [] } = useQuery(camerasQuery);
  const camera = data.find(({ camera_id: id }) => id === item.camera_id);
  if (!isAdmin) return null;
  const canSnooze = camera !== undefined && isSnoozable(item.kind);
  return (
    // As wide where there is nothing to snooze, so that the times stand in one column; a phone has no room for that.
    <span className={`w-10 shrink-0 ${canSnooze ? '' : 'max-sm:hidden'}`}>
      {canSnooze ? <SnoozeButton camera={camera} now={now} /> : null}
    </span>
  );
}
