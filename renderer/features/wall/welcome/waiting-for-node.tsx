import { Trans } from '@lingui/react/macro';
import { LoaderCircle } from 'lucide-react';
import { useNow } from '../../../hooks/time.ts';
import { useMe } from '../../../session/session-context.ts';
import { recentNodeState } from '../../nodes/recent-node.ts';
import { useRecentNode } from '../../nodes/recent-node-store.ts';

interface Props {
  readonly node: { readonly node_id: string; readonly name: string };
}

/** Says that a node is waited for; after two minutes without a word, what may be wrong. */
export function WaitingForNode({ node }: Props) {
  const { org_id: orgId } = useMe();
  const now = useNow(5000);
  const recent = useRecentNode(orgId);
  const mine = recent?.nodeId === node.node_id ? recent : null;
  const stalled = mine === null || recentNodeState(mine, undefined, now) === 'stalled';
  return (
    <output className="flex items-start gap-3 rounded-md border bg-surface-2 px-4 py-3">
      <LoaderCircle size={18} aria-hidden="true" className="mt-px shrink-0 animate-spin text-accent" />
      <span className="min-w-0">
        <Trans>
          Waiting for <strong>{node.name}</strong> to report for the first time.
        </Trans>
        {stalled ? (
          <span className="block text-ink-soft">
            <Trans>
              Nothing yet? Check that the line ran without an error, and that this server’s address opens in a
              browser on that computer.
            </Trans>
          </span>
        ) : null}
      </span>
    </output>
  );
}
