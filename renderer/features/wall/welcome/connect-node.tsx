import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ExternalLink, TerminalSquare } from 'lucide-react';
import { useRef } from 'react';
import { Link } from 'react-router';
import { nodes } from '../../../../server/contract/fleet/nodes.ts';
import { call } from '../../../api/client.ts';
import { hasStatus, messageOf } from '../../../api/errors.ts';
import { installationQuery, nodeQuery, nodesQuery } from '../../../api/queries.ts';
import { Banner } from '../../../components/banner.tsx';
import { Button } from '../../../components/button.tsx';
import { useMe } from '../../../session/session-context.ts';
import { serverAddress } from '../../agents/connect/client-lines.ts';
import { rememberNode } from '../../nodes/recent-node-store.ts';
import { SetupLine } from '../../nodes/setup-line.tsx';
import type { NodeLogin } from '../../nodes/setup-lines.ts';
import type { SetupProgress } from './setup-progress.ts';
import { WaitingForNode } from './waiting-for-node.tsx';

const FIRST_NAME = t`Camera computer`;

/** Creates the first node, or gives the one that is waited for a new key: its line cannot be shown twice. */
async function loginFor(orgId: string, progress: SetupProgress): Promise<NodeLogin> {
  if (progress.stage === 'waiting') {
    const { node_id: nodeId, name } = progress.node;
    const { api_key: key } = await call(nodes.rotateKey, { params: { node_id: nodeId } });
    rememberNode(orgId, { nodeId, name, createdAt: Date.now() });
    return { nodeId, key };
  }
  const created = await call(nodes.create, { body: { name: FIRST_NAME } });
  rememberNode(orgId, { nodeId: created.node_id, name: created.name, createdAt: Date.now() });
  return { nodeId: created.node_id, key: created.api_key };
}

/** Nothing is made until it is asked for, and one request at a time however often the button is hit. */
function useLogin(progress: SetupProgress) {
  const { org_id: orgId } = useMe();
  const client = useQueryClient();
  const busy = useRef(false);
  const asked = useMutation({
    mutationFn: () => loginFor(orgId, progress),
    onSuccess: () => client.invalidateQueries({ queryKey: nodesQuery.queryKey }),
    onSettled: () => {
      busy.current = false;
    },
  });
  const ask = () => {
    if (busy.current) return;
    busy.current = true;
    asked.mutate();
  };
  return { login: asked.data, error: asked.error, isPending: asked.isPending, ask };
}

function ShownLine({ login }: { readonly login: NodeLogin }) {
  const { data } = useQuery(installationQuery);
  return (
    <div className="grid min-w-0 gap-3">
      <SetupLine url={serverAddress(data?.lan_urls, location.origin)} login={login} />
      <p className="text-xs text-ink-soft">
        <Trans>
          The line holds a key and is shown only now. Leave this page open until you have copied it.
        </Trans>
      </p>
    </div>
  );
}

function MoreWays({ hasNode }: { readonly hasNode: boolean }) {
  const look = 'inline-flex min-h-10 items-center gap-1.5 font-medium text-accent underline';
  return (
    <p className="flex flex-wrap items-center gap-x-5">
      <Link to={hasNode ? '/settings/nodes' : '/settings/nodes?add'} className={look}>
        {hasNode ? t`See it in Settings` : t`Add node in Settings`}
      </Link>
      <Link to="/docs/nodes" target="_blank" className={look}>
        <Trans>Install guide</Trans>
        <ExternalLink size={14} aria-hidden="true" />
        <span className="sr-only">
          <Trans>(opens a new tab)</Trans>
        </span>
      </Link>
    </p>
  );
}

/** The line's node was deleted elsewhere in the meantime. */
function useGone(login: NodeLogin | undefined): boolean {
  const { error } = useQuery({ ...nodeQuery(login?.nodeId ?? ''), enabled: login !== undefined });
  return login !== undefined && hasStatus(error, 404);
}

interface Props {
  readonly progress: SetupProgress;
  /** False until it is known whether there is a node. */
  readonly ready: boolean;
}

/** The second step: one click makes a node and shows the line that connects it. */
export function ConnectNode({ progress, ready }: Props) {
  const { login, error, isPending, ask } = useLogin(progress);
  const gone = useGone(login);
  const waiting = progress.stage === 'waiting';
  const current = progress.stage === 'empty' || progress.node.node_id === login?.nodeId;
  const shown = login !== undefined && current && !gone;
  return (
    <>
      {shown ? <ShownLine login={login} /> : null}
      {waiting ? <WaitingForNode node={progress.node} /> : null}
      {error === null ? null : <Banner tone="bad">{messageOf(error)}</Banner>}
      <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
        {shown ? null : (
          <Button look={waiting ? 'plain' : 'primary'} busy={isPending} disabled={!ready} onClick={ask}>
            <TerminalSquare size={18} aria-hidden="true" />
            {waiting ? t`Show a new setup line` : t`Get the setup line`}
          </Button>
        )}
        <MoreWays hasNode={waiting} />
      </div>
    </>
  );
}
