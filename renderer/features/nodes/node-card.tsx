import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Archive, KeyRound, MoreHorizontal, Trash2 } from 'lucide-react';
import { Link } from 'react-router';
import type { ListedNode } from '../../../server/contract/fleet/nodes.ts';
import { Banner } from '../../components/banner.tsx';
import { IconButton } from '../../components/button.tsx';
import { Chip, type ChipTone } from '../../components/chip.tsx';
import { Menu } from '../../components/menu.tsx';
import { Card } from '../../components/page.tsx';
import { agoTime, useNow } from '../../hooks/time.ts';
import { StorageBar } from './storage-bar.tsx';

interface Props {
  readonly node: ListedNode;
  readonly onRotate: (node: ListedNode) => void;
  readonly onDelete: (node: ListedNode) => void;
}

function statusOf(node: ListedNode): { tone: ChipTone; text: string } {
  if (node.status === 'pending') return { tone: 'idle', text: t`Not connected yet` };
  if (node.status === 'offline') return { tone: 'bad', text: t`Offline` };
  return { tone: 'live', text: t`Online` };
}

function Version({ node }: { readonly node: ListedNode }) {
  if (node.node_version === null) return <Trans>unknown</Trans>;
  return (
    <>
      {node.node_version}
      {node.update_available === undefined ? null : (
        <span className="text-warn">
          {' '}
          <Trans>· version {node.update_available} is available</Trans>
        </span>
      )}
    </>
  );
}

function Problems({ node }: { readonly node: ListedNode }) {
  return (
    <>
      {node.version_supported ? null : (
        <Banner tone="bad">
          <Trans>
            This node program is too old for this server. Update it to {node.min_supported_node_version} or
            newer.
          </Trans>
        </Banner>
      )}
      {node.last_register_error === null ? null : (
        <Banner tone="warn">
          <Trans>The node could not sign on: {node.last_register_error}</Trans>
        </Banner>
      )}
    </>
  );
}

/** One node with everything that matters about it. */
export function NodeCard({ node, onRotate, onDelete }: Props) {
  const now = useNow(10_000);
  const status = statusOf(node);
  const cameras = plural(node.camera_count, { one: '# camera', other: '# cameras' });
  const computer = [node.hostname, node.local_ip].filter((part) => part !== null).join(' · ');
  const seen = node.last_seen === null ? null : agoTime(Date.parse(node.last_seen), now);
  return (
    <Card className="grid content-start gap-4">
      <div className="grid grid-cols-[minmax(0,1fr)_auto_auto] items-start gap-x-3">
        <h2 className="text-base font-semibold wrap-anywhere">{node.name}</h2>
        <Chip tone={status.tone}>{status.text}</Chip>
        <Menu
          label={t`Actions for ${node.name}`}
          trigger={
            <IconButton label={t`Actions for ${node.name}`} className="-mt-2 -mr-2">
              <MoreHorizontal size={20} aria-hidden="true" />
            </IconButton>
          }
          entries={[
            {
              kind: 'action',
              id: 'rotate',
              icon: <KeyRound size={16} aria-hidden="true" />,
              text: t`Replace its key`,
              onSelect: () => onRotate(node),
            },
            {
              kind: 'action',
              id: 'delete',
              icon: <Trash2 size={16} aria-hidden="true" />,
              text: t`Delete node`,
              danger: true,
              onSelect: () => onDelete(node),
            },
          ]}
        />
        <p className="col-span-full -mt-1 text-ink-soft">
          {seen === null ? t`${cameras} · never seen` : t`${cameras} · last seen ${seen}`}
        </p>
      </div>
      <Problems node={node} />
      <StorageBar storage={node.storage} />
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1 text-sm">
        <dt className="text-ink-soft">
          <Trans>Node ID</Trans>
        </dt>
        <dd className="font-mono">{node.node_id}</dd>
        <dt className="text-ink-soft">
          <Trans>Version</Trans>
        </dt>
        <dd>
          <Version node={node} />
        </dd>
        {computer === '' ? null : (
          <>
            <dt className="text-ink-soft">
              <Trans>Computer</Trans>
            </dt>
            <dd className="min-w-0">{computer}</dd>
          </>
        )}
      </dl>
      {node.last_seen === null ? null : (
        <Link
          to={`/settings/nodes/${encodeURIComponent(node.node_id)}`}
          aria-label={t`Recordings and snapshots on ${node.name}`}
          className="inline-flex min-h-10 items-center gap-2 justify-self-start rounded-sm border bg-surface-2 px-4 font-medium hover:bg-surface-3"
        >
          <Archive size={17} aria-hidden="true" />
          <Trans>Recordings and snapshots</Trans>
        </Link>
      )}
    </Card>
  );
}
