import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus, Server } from 'lucide-react';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { toast } from 'sonner';
import { type ListedNode, nodes } from '../../../server/contract/fleet/nodes.ts';
import { call } from '../../api/client.ts';
import { messageOf } from '../../api/errors.ts';
import { nodesQuery } from '../../api/queries.ts';
import { Banner } from '../../components/banner.tsx';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Loading } from '../../components/loading.tsx';
import { EmptyState, Page } from '../../components/page.tsx';
import { AddNodeDialog } from './add-node-dialog.tsx';
import { KeyView, type NodeKey } from './key-view.tsx';
import { NetworkHint } from './network/network-hint.tsx';
import { NodeCard } from './node-card.tsx';

function DeleteNode({ node, onClose }: { readonly node: ListedNode; readonly onClose: () => void }) {
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => call(nodes.delete, { params: { node_id: node.node_id } }),
    onSuccess: ({ node_wiped: wiped }) => {
      void client.invalidateQueries();
      toast.success(
        wiped
          ? t`${node.name} was deleted and erased its recordings.`
          : t`${node.name} was deleted. It could not be reached, so its recordings are still on that computer.`,
      );
      onClose();
    },
    onError: (error) => toast.error(messageOf(error)),
  });
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t`Delete ${node.name}?`}
      action={t`Delete node`}
      busy={remove.isPending}
      typed={node.name}
      onConfirm={() => remove.mutate()}
    >
      <p>
        <Trans>
          Its cameras disappear from the wall, and the node erases the recordings it holds. This cannot be
          undone.
        </Trans>
      </p>
    </ConfirmDialog>
  );
}

interface RotateProps {
  readonly node: ListedNode;
  readonly onClose: () => void;
  readonly onKey: (key: NodeKey) => void;
}

function RotateKey({ node, onClose, onKey }: RotateProps) {
  const client = useQueryClient();
  const rotate = useMutation({
    mutationFn: () => call(nodes.rotateKey, { params: { node_id: node.node_id } }),
    onSuccess: (answer) => {
      void client.invalidateQueries({ queryKey: ['nodes'] });
      onKey({ nodeId: node.node_id, name: node.name, key: answer.api_key, isNew: false });
    },
    onError: (error) => toast.error(messageOf(error)),
  });
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t`Replace the key of ${node.name}?`}
      action={t`Replace key`}
      busy={rotate.isPending}
      onConfirm={() => rotate.mutate()}
    >
      <p>
        <Trans>
          The old key stops working at once: its cameras go dark until you set the node up with the new key.
        </Trans>
      </p>
    </ConfirmDialog>
  );
}

type Asking = { readonly what: 'rotate' | 'delete'; readonly node: ListedNode } | null;

function NodeList({ list }: { readonly list: readonly ListedNode[] }) {
  const [asking, setAsking] = useState<Asking>(null);
  const [shownKey, setShownKey] = useState<NodeKey | null>(null);
  const close = () => setAsking(null);
  const shownName = shownKey?.name ?? '';
  return (
    <>
      <div className="grid gap-4 xl:grid-cols-2">
        {list.map((node) => (
          <NodeCard
            key={node.node_id}
            node={node}
            onRotate={(chosen) => setAsking({ what: 'rotate', node: chosen })}
            onDelete={(chosen) => setAsking({ what: 'delete', node: chosen })}
          />
        ))}
      </div>
      {asking?.what === 'delete' ? <DeleteNode node={asking.node} onClose={close} /> : null}
      {asking?.what === 'rotate' ? (
        <RotateKey
          node={asking.node}
          onClose={close}
          onKey={(key) => {
            close();
            setShownKey(key);
          }}
        />
      ) : null}
      <Dialog
        open={shownKey !== null}
        onClose={() => setShownKey(null)}
        title={t`New key for ${shownName}`}
        dismissable={false}
      >
        {shownKey === null ? null : <KeyView node={shownKey} onDone={() => setShownKey(null)} />}
      </Dialog>
    </>
  );
}

/** The computers that send pictures. */
export function NodesPage() {
  const [search, setSearch] = useSearchParams();
  const { data, error, isPending } = useQuery(nodesQuery);
  const adding = search.has('add');
  const setAdding = (open: boolean) => setSearch(open ? { add: '' } : {}, { replace: true });
  const add = (
    <Button look="primary" onClick={() => setAdding(true)}>
      <Plus size={18} aria-hidden="true" />
      <Trans>Add node</Trans>
    </Button>
  );
  return (
    <Page
      title={t`Nodes`}
      intro={t`The computers your cameras are plugged into. They send the pictures here and keep the recordings.`}
      action={data?.length === 0 ? undefined : add}
    >
      <NetworkHint />
      {isPending ? <Loading /> : null}
      {error === null ? null : <Banner tone="bad">{messageOf(error)}</Banner>}
      {data?.length === 0 ? (
        <EmptyState icon={<Server size={36} />} title={t`No nodes yet`}>
          <p>
            <Trans>
              Add the first computer with cameras. You get one line to run on it, and its cameras appear here.
            </Trans>
          </p>
          {add}
        </EmptyState>
      ) : null}
      {data === undefined || data.length === 0 ? null : <NodeList list={data} />}
      <AddNodeDialog open={adding} onClose={() => setAdding(false)} />
    </Page>
  );
}
