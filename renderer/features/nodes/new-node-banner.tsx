import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { hasStatus } from '../../api/errors.ts';
import { nodeQuery } from '../../api/queries.ts';
import { Banner } from '../../components/banner.tsx';
import { Button } from '../../components/button.tsx';
import { useNow } from '../../hooks/time.ts';
import { type RecentNode, recentNodeState } from './recent-node.ts';
import { rememberNode, useRecentNode } from './recent-node-store.ts';

function Waiting({ recent, orgId }: { readonly recent: RecentNode; readonly orgId: string }) {
  const now = useNow(1000);
  const forgotten = recentNodeState(recent, undefined, now) === 'none';
  const { data, error } = useQuery({ ...nodeQuery(recent.nodeId), enabled: !forgotten });
  const gone = hasStatus(error, 404);
  useEffect(() => {
    if (gone) rememberNode(orgId, null);
  }, [gone, orgId]);
  const state = recentNodeState(recent, data, now);
  if (state === 'none' || gone) return null;
  const close = (
    <Button look="quiet" onClick={() => rememberNode(orgId, null)}>
      {state === 'live' ? 'Done' : 'Stop watching'}
    </Button>
  );
  if (state === 'live') {
    return (
      <Banner tone="info" action={close}>
        <strong>{recent.name}</strong> is connected. Its cameras appear on the wall within a few seconds.
      </Banner>
    );
  }
  if (state === 'stalled') {
    return (
      <Banner tone="warn" action={close}>
        <strong>{recent.name}</strong> has not reported for two minutes. On its computer, check that the setup
        line ran without an error and that this server’s address opens in a browser there.
      </Banner>
    );
  }
  return (
    <Banner tone="info" action={close}>
      Waiting for <strong>{recent.name}</strong> to report for the first time. Run the setup line on its
      computer.
    </Banner>
  );
}

/** Follows a node that was just added until it reports, even across reloads; at most ten minutes. */
export function NewNodeBanner({ orgId }: { readonly orgId: string }) {
  const recent = useRecentNode(orgId);
  return recent === null ? null : <Waiting recent={recent} orgId={orgId} />;
}
