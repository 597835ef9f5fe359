import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link, useLocation } from 'react-router';
import { hasStatus } from '../../api/errors.ts';
import { camerasQuery, nodeQuery } from '../../api/queries.ts';
import { Banner } from '../../components/banner.tsx';
import { Button } from '../../components/button.tsx';
import { useNow } from '../../hooks/time.ts';
import { type RecentNode, recentNodeState } from './recent-node.ts';
import { rememberNode, useRecentNode } from './recent-node-store.ts';

/** How long the good news stays. */
const ARRIVED_MS = 30_000;
const LOOK_MS = 1000;

/** The wall without cameras follows the node itself, step by step. */
function useWelcomeShown(): boolean {
  const { pathname } = useLocation();
  const { data } = useQuery({ ...camerasQuery, enabled: false });
  return (pathname === '/' || pathname === '/dashboard') && data?.length === 0;
}

interface WaitingProps {
  readonly recent: RecentNode;
  /** Follows the node without a word. */
  readonly silent: boolean;
  readonly onForget: () => void;
  readonly onArrived: () => void;
}

function Waiting({ recent, silent, onForget, onArrived }: WaitingProps) {
  const now = useNow(LOOK_MS);
  const forgotten = recentNodeState(recent, undefined, now) === 'none';
  const { data, error } = useQuery({ ...nodeQuery(recent.nodeId), enabled: !forgotten });
  const gone = hasStatus(error, 404);
  const state = gone ? 'none' : recentNodeState(recent, data, now);
  useEffect(() => {
    if (state === 'none') onForget();
    if (state === 'live') onArrived();
  }, [state, onForget, onArrived]);
  if (silent || (state !== 'waiting' && state !== 'stalled')) return null;
  const close = (
    <Button look="quiet" onClick={onForget}>
      <Trans>Stop watching</Trans>
    </Button>
  );
  if (state === 'stalled') {
    return (
      <Banner tone="warn" action={close}>
        <Trans>
          <strong>{recent.name}</strong> has not reported for two minutes. On its computer, check that the
          setup line ran without an error and that this server’s address opens in a browser there.{' '}
          <Link to="/docs/nodes" className="font-medium text-accent underline">
            How to connect a node
          </Link>
        </Trans>
      </Banner>
    );
  }
  return (
    <Banner tone="info" action={close}>
      <Trans>
        Waiting for <strong>{recent.name}</strong> to report for the first time. Run the setup line on its
        computer.
      </Trans>
    </Banner>
  );
}

function Followed({ orgId }: { readonly orgId: string }) {
  const recent = useRecentNode(orgId);
  const welcome = useWelcomeShown();
  const [arrived, setArrived] = useState<string | null>(null);
  useEffect(() => {
    if (arrived === null) return undefined;
    const timer = setTimeout(() => setArrived(null), ARRIVED_MS);
    return () => clearTimeout(timer);
  }, [arrived]);
  if (recent !== null) {
    const forget = () => rememberNode(orgId, null);
    const arrive = () => {
      setArrived(recent.name);
      forget();
    };
    return (
      <Waiting key={recent.nodeId} recent={recent} silent={welcome} onForget={forget} onArrived={arrive} />
    );
  }
  if (arrived === null || welcome) return null;
  const done = (
    <Button look="quiet" onClick={() => setArrived(null)}>
      <Trans>Done</Trans>
    </Button>
  );
  return (
    <Banner tone="info" action={done}>
      <Trans>
        <strong>{arrived}</strong> is connected. Its cameras appear on the wall within a few seconds.
      </Trans>
    </Banner>
  );
}

/**
 * Follows a node that was just added until it reports, even across reloads; at most ten minutes. Another
 * organisation has a note of its own.
 */
export function NewNodeBanner({ orgId }: { readonly orgId: string }) {
  return <Followed key={orgId} orgId={orgId} />;
}
