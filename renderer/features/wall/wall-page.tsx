import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { lazy } from 'react';
import { messageOf, UnreachableError } from '../../api/errors.ts';
import { camerasQuery, groupsQuery } from '../../api/queries.ts';
import { Banner } from '../../components/banner.tsx';
import { Loading } from '../../components/loading.tsx';
import { useKiosk } from '../../hooks/kiosk.ts';
import { useMe } from '../../session/session-context.ts';
import { enterKiosk } from '../frame/enter-kiosk.ts';
import { showOverlay } from '../frame/overlay/shown-overlay.ts';
import { PlanNotices } from './notices/plan-notices.tsx';
import { WallTrouble } from './wall-trouble.tsx';
import { WallView } from './wall-view.tsx';

const Welcome = lazy(async () => ({ default: (await import('./welcome/welcome.tsx')).Welcome }));

const showShortcuts = () => showOverlay('shortcuts');

/** Pictures tell for themselves how fresh they are; names and states of this list may be old. */
function StaleList({ error }: { readonly error: unknown }) {
  // That the server is away is said above every page.
  if (error === null || error instanceof UnreachableError) return null;
  return (
    <Banner tone="warn">
      <Trans>The list of cameras could not be brought up to date: {messageOf(error)} We keep trying.</Trans>
    </Banner>
  );
}

/** All cameras, live. */
export function WallPage() {
  const { is_admin: isAdmin } = useMe();
  const kiosk = useKiosk();
  const { data, error, isPending, isFetching, refetch } = useQuery(camerasQuery);
  const { data: groups } = useQuery(groupsQuery);
  if (isPending) return <Loading label={t`Looking for cameras…`} />;
  if (data === undefined) {
    return <WallTrouble error={error} retrying={isFetching} onRetry={() => void refetch()} />;
  }
  const notices = isAdmin && !kiosk ? <PlanNotices /> : null;
  return (
    <div className={`flex min-w-0 flex-1 flex-col gap-3 ${kiosk ? 'p-3' : ''}`}>
      {notices}
      <StaleList error={error} />
      {data.length === 0 ? (
        <Welcome />
      ) : (
        <>
          <h1 className="sr-only">
            <Trans>Cameras</Trans>
          </h1>
          <WallView cameras={data} groups={groups} onShortcuts={showShortcuts} onKiosk={enterKiosk} />
        </>
      )}
    </div>
  );
}
