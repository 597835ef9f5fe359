import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { HardDrive } from 'lucide-react';
import { Link } from 'react-router';
import type { ListedNode } from '../../../../server/contract/fleet/nodes.ts';
import { messageOf } from '../../../api/errors.ts';
import { nodesQuery } from '../../../api/queries.ts';
import { Banner } from '../../../components/banner.tsx';
import { Chip } from '../../../components/chip.tsx';
import { Loading } from '../../../components/loading.tsx';
import { Card, EmptyState, Page } from '../../../components/page.tsx';
import { formats } from '../../../hooks/format.ts';
import { agoTime, useNow } from '../../../hooks/time.ts';
import { StorageBar } from '../../nodes/storage-bar.tsx';
import { fillTone } from '../../nodes/storage-words.ts';
import { SaveCsvButton } from '../log/save-csv-button.tsx';
import { DiskParts } from './disk-parts.tsx';
import { ServerDisk } from './server-disk.tsx';
import { byFullness, diskUse, recordingPercent } from './storage-figures.ts';

const CSV_HEADER = [
  'node_id',
  'name',
  'status',
  'used_bytes',
  'max_bytes',
  'disk_free_bytes',
  'disk_total_bytes',
  'reported_at',
] as const;

function rowOf({ node_id: id, name, status, storage }: ListedNode) {
  return [
    id,
    name,
    status,
    storage?.used_bytes ?? null,
    storage?.max_bytes ?? null,
    storage?.disk_free_bytes ?? null,
    storage?.disk_total_bytes ?? null,
    storage?.reported_at ?? null,
  ];
}

function Fullness({ storage }: Pick<ListedNode, 'storage'>) {
  const percent = recordingPercent(storage);
  if (percent === null)
    return (
      <Chip tone="idle">
        <Trans>Not known</Trans>
      </Chip>
    );
  return (
    <Chip tone={fillTone(percent)}>
      <Trans>{formats.percent(percent)} used</Trans>
    </Chip>
  );
}

function reportWords({ status, storage }: ListedNode, now: number): string {
  if (storage === null)
    return status === 'offline' ? t`Offline, nothing reported yet` : t`nothing reported yet`;
  const told = agoTime(Date.parse(storage.reported_at), now);
  return status === 'offline' ? t`Offline, reported ${told}` : t`reported ${told}`;
}

function NodeStorage({ node, now }: { readonly node: ListedNode; readonly now: number }) {
  const { storage } = node;
  const use = diskUse(storage);
  return (
    <Card className="grid content-start gap-4">
      <div className="flex flex-wrap items-start justify-between gap-x-3 gap-y-1">
        <div className="grid min-w-0 gap-0.5">
          <h2 className="text-base font-semibold [overflow-wrap:anywhere]">{node.name}</h2>
          <p className="text-ink-soft">{reportWords(node, now)}</p>
        </div>
        <Fullness storage={storage} />
      </div>
      <StorageBar storage={storage} />
      {use === null ? null : (
        <div className="grid gap-2 border-t pt-4">
          <h3 className="font-medium">
            <Trans>Its whole disk</Trans>
          </h3>
          <DiskParts use={use} />
        </div>
      )}
      <Link to={`/settings/nodes/${node.node_id}`} className="w-fit font-medium text-accent underline">
        <Trans>
          Recordings and snapshots <span className="sr-only">of {node.name}</span>
        </Trans>
      </Link>
    </Card>
  );
}

function NoNodes() {
  return (
    <EmptyState icon={<HardDrive size={36} />} title={t`No nodes yet`}>
      <p>
        <Trans>
          Recordings are kept on the computers that have the cameras. Add one, and its space appears here.
        </Trans>
      </p>
      <Link to="/settings/nodes" className="font-medium text-accent underline">
        <Trans>Add a node</Trans>
      </Link>
    </EmptyState>
  );
}

/** How full the disks are: of each node, which keeps recordings, and of this server. */
export function StoragePage() {
  const now = useNow(10_000);
  const { data, error } = useQuery(nodesQuery);
  return (
    <Page
      title={t({ message: 'Storage', context: 'disk' })}
      intro={t`Recordings stay on the nodes. When the space for them is full, a node removes its oldest ones by itself.`}
      action={
        data === undefined || data.length === 0 ? null : (
          <SaveCsvButton
            what="storage"
            header={CSV_HEADER}
            ask={() => Promise.resolve(byFullness(data).map(rowOf))}
          />
        )
      }
    >
      {error === null ? null : <Banner tone="bad">{messageOf(error)}</Banner>}
      {data === undefined && error === null ? <Loading /> : null}
      {data?.length === 0 ? <NoNodes /> : null}
      <div className="grid items-start gap-4 empty:hidden lg:grid-cols-2">
        {byFullness(data ?? []).map((node) => (
          <NodeStorage key={node.node_id} node={node} now={now} />
        ))}
        <ServerDisk />
      </div>
    </Page>
  );
}
