import { useQuery } from '@tanstack/react-query';
import { nodeQuery, nodesQuery } from '../../../api/queries.ts';
import { type SetupProgress, setupProgress } from './setup-progress.ts';

/** How far an administrator got; `ready` once that is known. A node that is waited for is asked about often. */
export function useSetupProgress(): {
  readonly progress: SetupProgress;
  readonly ready: boolean;
  readonly error: Error | null;
} {
  const { data: list, error } = useQuery(nodesQuery);
  const listed = setupProgress(list ?? []);
  const waitedFor = listed.stage === 'waiting' ? listed.node.node_id : null;
  const { data: newer } = useQuery({ ...nodeQuery(waitedFor ?? ''), enabled: waitedFor !== null });
  const progress =
    listed.stage === 'waiting' && newer !== undefined
      ? setupProgress([{ ...listed.node, status: newer.status, last_seen: newer.last_seen }])
      : listed;
  return { progress, ready: list !== undefined, error: list === undefined ? error : null };
}
