import { formats } from '../../../hooks/format.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { CheckCheck, Inbox } from 'lucide-react';
import { useMemo } from 'react';
import { Link, useSearchParams } from 'react-router';
import { toast } from 'sonner';
import type { ListedNotification } from '../../../../server/contract/notifications/inbox.ts';
import { messageOf } from '../../../api/errors.ts';
import { camerasQuery, KEYS, unreadQuery } from '../../../api/queries.ts';
import { Banner } from '../../../components/banner.tsx';
import { Button } from '../../../components/button.tsx';
import { Loading } from '../../../components/loading.tsx';
import { Card, EmptyState, Page } from '../../../components/page.tsx';
import { useNow } from '../../../hooks/time.ts';
import { useMe } from '../../../session/session-context.ts';
import { ClearAll } from '../clear-all.tsx';
import { ItemSnooze } from '../item-snooze.tsx';
import { NotificationItem } from '../notification-item.tsx';
import { byDay } from '../notification-words.ts';
import { markViewed } from '../viewed.ts';
import { type InboxFilter, isNarrow, PERIODS, readFilter, writeFilter } from './inbox-filter.ts';
import { InboxFilters } from './inbox-filters.tsx';
import { inboxQuery, itemsOf } from './inbox-query.ts';

function Actions({ some }: { readonly some: boolean }) {
  const client = useQueryClient();
  const { is_admin: isAdmin } = useMe();
  const { data: count } = useQuery(unreadQuery);
  const markAll = async () => {
    try {
      await markViewed(client);
    } catch (error) {
      toast.error(messageOf(error));
    }
    await client.invalidateQueries({ queryKey: [KEYS.notifications] });
  };
  return (
    <div className="flex flex-wrap gap-2">
      {count !== undefined && count.unread > 0 ? (
        <Button onClick={() => void markAll()}>
          <CheckCheck size={16} aria-hidden="true" />
          <Trans>Mark all read</Trans>
        </Button>
      ) : null}
      {isAdmin && some ? <ClearAll /> : null}
    </div>
  );
}

interface NothingProps {
  readonly filter: InboxFilter;
  readonly onReset: () => void;
}

function Nothing({ filter, onReset }: NothingProps) {
  const { is_admin: isAdmin } = useMe();
  const period = PERIODS.find(({ value }) => value === filter.hours) ?? PERIODS[1];
  if (isNarrow(filter)) {
    return (
      <EmptyState icon={<Inbox size={36} />} title={t`Nothing matches`}>
        <p>{filter.unread ? period.allRead : period.noMatch}</p>
        <Button onClick={onReset}>
          <Trans>Show everything</Trans>
        </Button>
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={<Inbox size={36} />} title={period.empty}>
      <p>
        <Trans>
          Motion, cameras that stop working or work again, and new incidents are kept here for you.
        </Trans>
      </p>
      {isAdmin ? (
        <p>
          <Trans>
            You choose what comes here in{' '}
            <Link to="/settings/notifications" className="text-accent underline">
              Settings › Notifications
            </Link>
            .
          </Trans>
        </p>
      ) : null}
    </EmptyState>
  );
}

function Days({ items }: { readonly items: readonly ListedNotification[] }) {
  const now = useNow(30_000);
  const days = useMemo(() => byDay(items, now), [items, now]);
  return days.map(({ title, items: ofDay }) => (
    <Card key={title} className="grid gap-1 px-2! py-3! sm:px-3!">
      <h2 className="px-2.5 pb-1 text-base font-semibold">{title}</h2>
      <ul aria-label={title} className="grid gap-0.5">
        {ofDay.map((item) => (
          <NotificationItem
            key={item.id}
            item={item}
            isNew={item.unread}
            time={formats.time(Date.parse(item.created_at))}
            whole
            actions={<ItemSnooze item={item} now={now} />}
          />
        ))}
      </ul>
    </Card>
  ));
}

/** Everything the person was told, with filters. */
export function InboxPage() {
  const [params, setParams] = useSearchParams();
  const filter = useMemo(() => readFilter(params), [params]);
  const show = (next: InboxFilter) => setParams(writeFilter(next), { replace: true });
  const { data: cameras = [] } = useQuery(camerasQuery);
  const found = useInfiniteQuery(inboxQuery(filter));
  const items = useMemo(() => itemsOf(found.data?.pages ?? []), [found.data]);
  const total = found.data?.pages.at(-1)?.total ?? 0;
  return (
    <div className="mx-auto grid w-full max-w-4xl grid-cols-[minmax(0,1fr)]">
      <Page
        title={t`Inbox`}
        intro={t`What happened and what needs you, newest first. Times are those of this device.`}
        action={<Actions some={total > 0} />}
      >
        <InboxFilters
          filter={filter}
          cameras={cameras}
          onChange={(change) => show({ ...filter, ...change })}
        />
        {found.isPending ? <Loading /> : null}
        {found.error === null ? null : <Banner tone="bad">{messageOf(found.error)}</Banner>}
        {found.data !== undefined && total === 0 ? (
          <Nothing filter={filter} onReset={() => setParams(new URLSearchParams(), { replace: true })} />
        ) : null}
        <Days items={items} />
        {found.hasNextPage ? (
          <div className="flex flex-wrap items-center justify-center gap-3">
            <span className="text-ink-soft">
              <Trans>
                {formats.count(items.length)} of {formats.count(total)} shown
              </Trans>
            </span>
            <Button busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
              <Trans>Show older</Trans>
            </Button>
          </div>
        ) : null}
      </Page>
    </div>
  );
}
