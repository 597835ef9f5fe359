import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { ArrowLeft, RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { hasStatus, messageOf } from '../../../api/errors.ts';
import { camerasQuery, nodeQuery } from '../../../api/queries.ts';
import { Banner } from '../../../components/banner.tsx';
import { Button } from '../../../components/button.tsx';
import { Choices } from '../../../components/input/choices.tsx';
import { Loading } from '../../../components/loading.tsx';
import { EmptyState, Page } from '../../../components/page.tsx';
import { NotStreaming } from './not-streaming.tsx';
import { recordingsQuery, snapshotsQuery } from './archive-queries.ts';
import { RecordingDays } from './recording-days.tsx';
import { SnapshotGrid } from './snapshot-grid.tsx';

const TABS = [
  { value: 'recordings', text: t`Recordings` },
  { value: 'snapshots', text: t`Snapshots` },
] as const;
type Tab = (typeof TABS)[number]['value'];

function useNames(): ReadonlyMap<string, string> {
  const { data = [] } = useQuery(camerasQuery);
  return new Map(data.map(({ camera_id: id, name }) => [id, name]));
}

function Refresh({ busy, onClick }: { readonly busy: boolean; readonly onClick: () => void }) {
  return (
    <Button busy={busy} onClick={onClick}>
      <RefreshCw size={16} aria-hidden="true" />
      <Trans>Ask again</Trans>
    </Button>
  );
}

function Recordings({ nodeId }: { readonly nodeId: string }) {
  const { data, error, isFetching, refetch } = useQuery(recordingsQuery(nodeId));
  const names = useNames();
  return (
    <>
      {data === undefined && isFetching ? <Loading label={t`Asking the node what it stores…`} /> : null}
      {error === null ? null : (
        <Banner tone="bad" action={<Refresh busy={isFetching} onClick={() => void refetch()} />}>
          {messageOf(error)}
        </Banner>
      )}
      {data?.lan_streaming === false && data.recordings.length > 0 ? (
        <NotStreaming what="recordings" />
      ) : null}
      {data?.recordings.length === 0 ? (
        <EmptyState icon={null} title={t`No recordings on this node`}>
          <p>
            <Trans>
              Open a camera and choose when it records. What it recorded then appears here by day.
            </Trans>
          </p>
        </EmptyState>
      ) : null}
      {data === undefined || data.recordings.length === 0 ? null : (
        <RecordingDays nodeId={nodeId} days={data.recordings} names={names} playable={data.lan_streaming} />
      )}
    </>
  );
}

function Snapshots({ nodeId }: { readonly nodeId: string }) {
  const { data, error, isFetching, refetch } = useQuery(snapshotsQuery(nodeId));
  const names = useNames();
  return (
    <>
      {data === undefined && isFetching ? <Loading label={t`Asking the node what it stores…`} /> : null}
      {error === null ? null : (
        <Banner tone="bad" action={<Refresh busy={isFetching} onClick={() => void refetch()} />}>
          {messageOf(error)}
        </Banner>
      )}
      {data?.lan_streaming === false && data.snapshots.length > 0 ? <NotStreaming what="snapshots" /> : null}
      {data?.snapshots.length === 0 ? (
        <EmptyState icon={null} title={t`No snapshots on this node`}>
          <p>
            <Trans>Each snapshot taken of one of its cameras is kept on the node and appears here.</Trans>
          </p>
        </EmptyState>
      ) : null}
      {data === undefined || data.snapshots.length === 0 ? null : (
        <SnapshotGrid
          nodeId={nodeId}
          snapshots={data.snapshots}
          names={names}
          viewable={data.lan_streaming}
        />
      )}
    </>
  );
}

/** What one node stores: recordings by camera and day, and pictures. */
export function ArchivePage() {
  const { id = '' } = useParams();
  const [tab, setTab] = useState<Tab>('recordings');
  const { data: node, error } = useQuery(nodeQuery(id));
  const back = (
    <Link to="/settings/nodes" className="inline-flex items-center gap-2 font-medium text-accent">
      <ArrowLeft size={16} aria-hidden="true" />
      <Trans>All nodes</Trans>
    </Link>
  );
  if (hasStatus(error, 404)) {
    return (
      <EmptyState heading="h1" icon={null} title={t`This node is not here`}>
        <p>
          <Trans>It may have been deleted.</Trans>
        </p>
        {back}
      </EmptyState>
    );
  }
  return (
    <Page
      title={node === undefined ? t`Archive` : t`Archive of ${node.name}`}
      intro={t`What this node keeps on its own disk. Days are days of world time (UTC).`}
      action={back}
    >
      <div className="flex">
        <Choices legend={t`What to show`} options={TABS} value={tab} onChoose={setTab} />
      </div>
      {tab === 'recordings' ? <Recordings nodeId={id} /> : <Snapshots nodeId={id} />}
    </Page>
  );
}
