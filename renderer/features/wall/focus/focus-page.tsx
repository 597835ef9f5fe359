import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { VideoOff } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Link, NavigationType, useNavigate, useNavigationType, useParams } from 'react-router';
import type { Camera } from '../../../../server/contract/fleet/cameras.ts';
import { camerasQuery } from '../../../api/queries.ts';
import { Loading } from '../../../components/loading.tsx';
import { Card, EmptyState } from '../../../components/page.tsx';
import { agoTime, useNow } from '../../../hooks/time.ts';
import { useTabVisible } from '../../../hooks/visibility.ts';
import { useMe } from '../../../session/session-context.ts';
import { FileIncidentOnDemand } from '../../incidents/filing/file-incident-on-demand.tsx';
import { startFromCamera } from '../../incidents/filing/incident-draft.ts';
import { useLiveStream } from '../../player/live-stream.ts';
import { RewindBar } from '../../player/rewind/rewind-bar.tsx';
import { RecordingBadge } from '../recording/recording-badge.tsx';
import { RecordingChip, RecordingForm } from '../recording/recording-form.tsx';
import { recordingState } from '../recording/recording-state.ts';
import { useRecordingToggle } from '../recording/use-recording-toggle.ts';
import { SnapshotOnDemand } from '../snapshot/snapshot-on-demand.tsx';
import { CameraPicture } from '../tile/camera-picture.tsx';
import { toggleFullScreen } from '../tile/full-screen.ts';
import { QuietBadge } from '../../inbox/snooze/quiet-badge.tsx';
import { MotionBadge } from '../tile/motion-badge.tsx';
import { describeTile } from '../tile/tile-state.ts';
import { WallTrouble } from '../wall-trouble.tsx';
import { CameraFacts } from './camera-facts.tsx';
import { FocusControls } from './focus-controls.tsx';
import { GroupSelect } from './group-select.tsx';
import { RecentMotion } from './recent-motion.tsx';
import { noteCamera } from './way-back.ts';
import { useFocusKeys } from './use-focus-keys.ts';

const STEP_S = 10;

function Recording({ camera, isAdmin }: { readonly camera: Camera; readonly isAdmin: boolean }) {
  return (
    <Card className="grid content-start gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="text-base font-semibold">
          <Trans>Recording</Trans>
        </h2>
        <RecordingChip camera={camera} />
      </div>
      {isAdmin ? (
        <RecordingForm camera={camera} />
      ) : (
        <p className="text-ink-soft">
          <Trans>An administrator decides when this camera records.</Trans>
        </p>
      )}
    </Card>
  );
}

function Focus({ camera }: { readonly camera: Camera }) {
  const navigate = useNavigate();
  const { is_admin: isAdmin } = useMe();
  const box = useRef<HTMLElement>(null);
  const back = { state: noteCamera(camera.camera_id) };
  const [paused, setPaused] = useState(false);
  const [muted, setMuted] = useState(true);
  const [snapping, setSnapping] = useState(false);
  const [filing, setFiling] = useState(false);
  const active = useTabVisible() && !camera.disabled_by_plan;
  const stream = useLiveStream(camera.camera_id, active, paused, true);
  const toggleRecording = useRecordingToggle(camera);
  const now = useNow(1000);
  const { snapshot } = stream;
  const words = describeTile(camera, snapshot, now);
  const arrived = useNavigationType();
  useEffect(() => {
    // The tile that had the focus is gone; keys and screen readers go on here.
    if (arrived === NavigationType.Push) box.current?.focus({ preventScroll: true });
  }, [arrived]);
  const fullScreen = () => toggleFullScreen(box.current);
  const rewindBy = (seconds: number) =>
    stream.rewindTo(Math.max(0, (snapshot.rewind.behindS ?? 0) + seconds));
  useFocusKeys({
    Escape: () => document.fullscreenElement === null && void navigate('/', back),
    ' ': () => setPaused(!paused),
    f: fullScreen,
    m: () => setMuted(!muted),
    s: () => setSnapping(true),
    l: () => stream.rewindTo(0),
    j: () => rewindBy(STEP_S),
    ...(isAdmin ? { r: toggleRecording, i: () => setFiling(true) } : {}),
  });
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4 xl:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] content-start gap-4">
        <section
          ref={box}
          tabIndex={-1}
          aria-label={`${camera.name}: ${words.label}`}
          data-testid="tile"
          data-camera-id={camera.camera_id}
          data-state={words.state}
          data-delay-ms={snapshot.delayMs ?? ''}
          data-frames={snapshot.frames}
          data-behind-s={snapshot.rewind.behindS ?? ''}
          data-held-s={snapshot.rewind.heldS}
          className="flex max-h-[calc(100dvh-7rem)] min-w-0 flex-col self-start overflow-hidden rounded-lg border bg-surface-1"
        >
          <div className="relative aspect-video min-h-0 flex-1 bg-video">
            <CameraPicture stream={stream} words={words} muted={muted} name={camera.name} />
            <div className="pointer-events-none absolute top-2 left-2 flex flex-wrap gap-1.5">
              <RecordingBadge state={recordingState(camera)} />
              <MotionBadge cameraId={camera.camera_id} />
              <QuietBadge camera={camera} now={now} />
            </div>
          </div>
          <RewindBar state={snapshot.rewind} disabled={paused || !active} onRewind={stream.rewindTo} />
          <FocusControls
            back={back}
            name={camera.name}
            words={words}
            paused={paused}
            muted={muted}
            recordingWanted={camera.recording.wanted}
            onRecord={isAdmin ? toggleRecording : null}
            onIncident={isAdmin ? () => setFiling(true) : null}
            onSnapshot={() => setSnapping(true)}
            onPause={() => setPaused(!paused)}
            onMute={() => setMuted(!muted)}
            onFullScreen={fullScreen}
          />
        </section>
        <RecentMotion cameraId={camera.camera_id} now={now} />
      </div>
      <div className="grid min-w-0 content-start gap-4 md:max-xl:grid-cols-2">
        <Recording camera={camera} isAdmin={isAdmin} />
        {isAdmin ? (
          <Card>
            <GroupSelect camera={camera} />
          </Card>
        ) : null}
        <CameraFacts
          camera={camera}
          hasGroup={!isAdmin}
          delayMs={snapshot.delayMs}
          media={snapshot.media}
          seen={camera.last_seen === null ? t`never` : agoTime(Date.parse(camera.last_seen), now)}
        />
      </div>
      <SnapshotOnDemand
        open={snapping}
        cameraId={camera.camera_id}
        name={camera.name}
        onClose={() => setSnapping(false)}
      />
      <FileIncidentOnDemand
        start={filing ? startFromCamera(camera.camera_id) : null}
        onClose={() => setFiling(false)}
      />
    </div>
  );
}

/** One camera, large. */
export function FocusPage() {
  const { id = '' } = useParams();
  const { data, error, isPending, isFetching, refetch } = useQuery(camerasQuery);
  if (isPending) return <Loading />;
  if (data === undefined) {
    return <WallTrouble error={error} retrying={isFetching} onRetry={() => void refetch()} />;
  }
  const camera = data.find((candidate) => candidate.camera_id === id);
  if (camera !== undefined) return <Focus key={camera.camera_id} camera={camera} />;
  return (
    <EmptyState heading="h1" icon={<VideoOff size={36} />} title={t`This camera is not here`}>
      <p>
        <Trans>It may have been removed, or its address was mistyped.</Trans>
      </p>
      <Link to="/" className="font-medium text-accent underline">
        <Trans>Back to all cameras</Trans>
      </Link>
    </EmptyState>
  );
}
