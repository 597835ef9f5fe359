import { t } from '@lingui/core/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Bell as BellIcon } from 'lucide-react';
import { type ComponentProps, lazy, Suspense, useEffect } from 'react';
import { bellQuery, unreadQuery } from '../../../api/queries.ts';
import { IconButton } from '../../../components/button.tsx';
import { badgeText } from '../notification-words.ts';
import { useBell } from './use-bell.ts';

const BellPopup = lazy(async () => ({ default: (await import('./bell-popup.tsx')).BellPopup }));

type Count = { readonly unread: number; readonly capped: boolean };

function BellButton({ count, ...rest }: { readonly count: Count | undefined } & ComponentProps<'button'>) {
  const some = count !== undefined && count.unread > 0;
  return (
    <IconButton
      {...rest}
      label={some ? t`Notifications, ${badgeText(count)} new` : t`Notifications`}
      className="relative"
    >
      <BellIcon size={20} aria-hidden="true" />
      {some ? (
        <span
          aria-hidden="true"
          data-testid="badge"
          className="absolute top-0.5 right-0 min-w-5 rounded-full border-2 border-surface-1 bg-bad-solid px-1 text-center text-[0.6875rem] leading-4 font-semibold text-white"
        >
          {badgeText(count)}
        </span>
      ) : null}
    </IconButton>
  );
}

/** How many notifications are new; opens the newest ones. The panel loads after the first paint. */
export function Bell() {
  const client = useQueryClient();
  const bell = useBell();
  const { data: count } = useQuery(unreadQuery);
  useEffect(() => void client.prefetchQuery(bellQuery), [client]);
  return (
    <Suspense fallback={<BellButton count={count} onClick={() => bell.setOpen(true)} />}>
      <BellPopup bell={bell} trigger={<BellButton count={count} />} />
    </Suspense>
  );
}
