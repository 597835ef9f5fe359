import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ClipboardList, Play, Square, VideoOff } from 'lucide-react';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { Camera } from '../../../server/contract/fleet/cameras.ts';
import { messageOf } from '../../api/errors.ts';
import { camerasQuery } from '../../api/queries.ts';
import { Banner } from '../../components/banner.tsx';
import { Button } from '../../components/button.tsx';
import { CopyText } from '../../components/copy-text.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { SelectField } from '../../components/field.tsx';
import { Loading } from '../../components/loading.tsx';
import { EmptyState, Page } from '../../components/page.tsx';
import { EventList } from './event-list.tsx';
import { PlayerPanel } from './player-panel.tsx';
import { PlaylistPanel } from './playlist-panel.tsx';
import { playlistQuery } from './playlist-query.ts';
import { reportText } from './measure/report-text.ts';
import { useProbe } from './use-probe.ts';

interface BenchProps {
  readonly camera: Camera;
  readonly cameras: readonly Camera[];
  readonly onChoose: (cameraId: string) => void;
}

function Bench({ camera, cameras, onChoose }: BenchProps) {
  const { camera_id: id, name } = camera;
  const client = useQueryClient();
  const [running, setRunning] = useState(false);
  const [report, setReport] = useState<string | null>(null);
  const view = useProbe(id, running);
  const write = () => {
    const { figures, events } = view;
    const playlist = client.getQueryData(playlistQuery(id, running).queryKey)?.text ?? null;
    setReport(
      reportText({ camera, figures, events, playlist, browser: navigator.userAgent, now: Date.now() }),
    );
  };
  const Icon = running ? Square : Play;
  return (
    <>
      <div className="flex flex-wrap items-end gap-3">
        <div className="min-w-0 flex-1 basis-56 sm:max-w-80">
          <SelectField label={t`Camera`} value={id} onChange={({ target }) => onChoose(target.value)}>
            {cameras.map((other) => (
              <option key={other.camera_id} value={other.camera_id}>
                {other.name}
              </option>
            ))}
          </SelectField>
        </div>
        <Button look={running ? 'plain' : 'primary'} onClick={() => setRunning(!running)}>
          <Icon size={16} aria-hidden="true" />
          {running ? t`Stop` : t`Start`}
        </Button>
        <Button onClick={write}>
          <ClipboardList size={16} aria-hidden="true" />
          <Trans>Copy all as text</Trans>
        </Button>
      </div>
      <div className="grid gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <PlayerPanel name={name} view={view} />
        <div className="grid min-h-0 lg:relative">
          <div className="grid min-h-0 lg:absolute lg:inset-0">
            <EventList events={view.events} />
          </div>
        </div>
      </div>
      <PlaylistPanel cameraId={id} running={running} />
      <Dialog
        open={report !== null}
        onClose={() => setReport(null)}
        title={t`Everything as text`}
        description={t`Figures, events and playlist of this moment. It holds names and no passwords.`}
      >
        <CopyText label={t`Test of the video`} text={report ?? ''} rows={12} />
      </Dialog>
    </>
  );
}

function NoCameras() {
  return (
    <EmptyState icon={<VideoOff size={36} />} title={t`No cameras yet`}>
      <p>
        <Trans>Once a node with a camera is connected, its video can be tested here.</Trans>
      </p>
      <Link to="/settings/nodes" className="font-medium text-accent underline">
        <Trans>Add a node</Trans>
      </Link>
    </EmptyState>
  );
}

/** Plays one camera and shows what the player measures, for finding out why a picture is not right. */
export function TestHlsPage() {
  const [search, setSearch] = useSearchParams();
  const { data: cameras, error } = useQuery(camerasQuery);
  const chosen = cameras?.find((camera) => camera.camera_id === search.get('camera')) ?? cameras?.[0];
  return (
    <div className="mx-auto grid w-full max-w-6xl grid-cols-[minmax(0,1fr)]">
      <Page
        title={t`Test video`}
        intro={t`Plays one camera with the same player as the wall, and shows what it measures. Watching here counts like watching anywhere else.`}
        action={
          <Link to="/admin/health" className="font-medium text-accent underline">
            <Trans>Back to Health</Trans>
          </Link>
        }
      >
        {error === null ? null : <Banner tone="bad">{messageOf(error)}</Banner>}
        {cameras === undefined && error === null ? <Loading /> : null}
        {cameras?.length === 0 ? <NoCameras /> : null}
        {cameras === undefined || chosen === undefined ? null : (
          <Bench
            key={chosen.camera_id}
            camera={chosen}
            cameras={cameras}
            onChoose={(camera) => setSearch({ camera }, { replace: true })}
          />
        )}
      </Page>
    </div>
  );
}
