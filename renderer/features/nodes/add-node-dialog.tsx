import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { nodes } from '../../../server/contract/fleet/nodes.ts';
import { call } from '../../api/client.ts';
import { messageOf } from '../../api/errors.ts';
import { Banner } from '../../components/banner.tsx';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { TextField } from '../../components/field.tsx';
import { useMe } from '../../session/session-context.ts';
import { type NodeKey, KeyView } from './key-view.tsx';
import { rememberNode } from './recent-node-store.ts';

function NameForm({ onCreated }: { readonly onCreated: (node: NodeKey) => void }) {
  const [name, setName] = useState('');
  const { org_id: orgId } = useMe();
  const client = useQueryClient();
  const create = useMutation({
    mutationFn: () => call(nodes.create, { body: { name } }),
    onSuccess: (created) => {
      rememberNode(orgId, { nodeId: created.node_id, name: created.name, createdAt: Date.now() });
      void client.invalidateQueries({ queryKey: ['nodes'] });
      onCreated({ nodeId: created.node_id, name: created.name, key: created.api_key, isNew: true });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      <TextField
        label={t`Name`}
        placeholder={t`Back office`}
        maxLength={100}
        value={name}
        hint={t`How you will recognise this computer. You may leave it empty.`}
        onChange={(event) => setName(event.target.value)}
      />
      {create.isError ? <Banner tone="bad">{messageOf(create.error)}</Banner> : null}
      <Button type="submit" look="primary" busy={create.isPending} className="justify-self-end">
        <Trans>Create node</Trans>
      </Button>
    </form>
  );
}

/** Adds a node: a name, then its one-time key inside a line that is ready to run. */
export function AddNodeDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const [created, setCreated] = useState<NodeKey | null>(null);
  const close = () => {
    setCreated(null);
    onClose();
  };
  return (
    <Dialog
      open={open}
      onClose={close}
      title={created === null ? t`Add a node` : t`Connect ${created.name}`}
      description={
        created === null
          ? t`A node is the computer your cameras are plugged into. It sends their pictures to this server.`
          : t`Choose the system of that computer. The line sets the node up and starts it.`
      }
      dismissable={created === null}
    >
      {created === null ? <NameForm onCreated={setCreated} /> : <KeyView node={created} onDone={close} />}
    </Dialog>
  );
}
