import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { BellRing, CheckCheck } from 'lucide-react';
import { Link } from 'react-router';
import { messageOf } from '../../../api/errors.ts';
import { bellQuery, unreadQuery } from '../../../api/queries.ts';
import { Banner } from '../../../components/banner.tsx';
import { Button } from '../../../components/button.tsx';
import { Loading } from '../../../components/loading.tsx';
import { useNow } from '../../../hooks/time.ts';
import { useMe } from '../../../session/session-context.ts';
import { ClearAll } from '../clear-all.tsx';
import { ItemSnooze } from '../item-snooze.tsx';
import { NotificationItem } from '../notification-item.tsx';
import { ageWords } from '../notification-words.ts';

interface Props {
  /** Items after this moment (ms) are new. */
  readonly seenUntil: number;
  readonly onMarkRead: () => void;
  readonly onClose: () => void;
}

function Nothing() {
  return (
    <div className="grid justify-items-center gap-2 px-6 py-10 text-center text-ink-soft">
      <BellRing size={28} aria-hidden="true" />
      <p className="font-semibold text-ink">
        <Trans>Nothing to tell</Trans>
      </p>
      <p>
        <Trans>Motion, cameras that stop working and new incidents will appear here.</Trans>
      </p>
    </div>
  );
}

function Newest({ seenUntil, onClose }: Omit<Props, 'onMarkRead'>) {
  const now = useNow(30_000);
  const { data, error, isPending } = useQuery(bellQuery);
  if (isPending) return <Loading />;
  if (data === undefined) {
    return (
      <div className="p-3">
        <Banner tone="bad">{messageOf(error)}</Banner>
      </div>
    );
  }
  if (data.notifications.length === 0) return <Nothing />;
  return (
    <ul aria-label={t`Newest notifications`} className="grid gap-0.5 p-1.5">
      {data.notifications.map((item) => {
        const at = Date.parse(item.created_at);
        return (
          <NotificationItem
            key={item.id}
            item={item}
            isNew={!item.quiet && at > seenUntil}
            time={ageWords(at, now)}
            actions={<ItemSnooze item={item} now={now} />}
            onFollow={onClose}
          />
        );
      })}
    </ul>
  );
}

/** What the bell opens: the newest notifications and the way to all of them. */
export function BellPanel({ seenUntil, onMarkRead, onClose }: Props) {
  const { is_admin: isAdmin } = useMe();
  const { data: count } = useQuery(unreadQuery);
  const { data: listed } = useQuery(bellQuery);
  const arrived = count !== undefined && count.unread > 0;
  const some = listed !== undefined && listed.notifications.length > 0;
  return (
    <>
      <div className="flex min-h-14 items-center justify-between gap-2 border-b py-2 pr-2 pl-4">
        <h2 className="text-base font-semibold">
          <Trans>Notifications</Trans>
        </h2>
        {arrived ? (
          <Button look="quiet" onClick={onMarkRead}>
            <CheckCheck size={16} aria-hidden="true" />
            <Trans>Mark all read</Trans>
          </Button>
        ) : null}
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
        <Newest seenUntil={seenUntil} onClose={onClose} />
      </div>
      <div className="flex items-center justify-between gap-2 border-t p-2">
        <Link
          to="/notifications"
          onClick={onClose}
          className="inline-flex min-h-10 items-center rounded-sm px-3 font-medium text-accent hover:bg-surface-2"
        >
          <Trans>Open the inbox</Trans>
        </Link>
        {isAdmin && some ? <ClearAll look="quiet" /> : null}
      </div>
    </>
  );
}
