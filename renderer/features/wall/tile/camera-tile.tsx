// A tile is one stop of a grid that arrow keys walk over (roving focus), so it takes focus and keys itself.
/* oxlint-disable jsx-a11y/no-noninteractive-tabindex, jsx-a11y/no-noninteractive-element-interactions */
import { type KeyboardEvent, memo, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import type { Camera } from '../../../../server/contract/fleet/cameras.ts';
import { useNow } from '../../../hooks/time.ts';
import { useOnScreen, useTabVisible } from '../../../hooks/visibility.ts';
import { useMe } from '../../../session/session-context.ts';
import { FileIncidentOnDemand } from '../../incidents/filing/file-incident-on-demand.tsx';
import { startFromCamera } from '../../incidents/filing/incident-draft.ts';
import { QuietBadge } from '../../inbox/snooze/quiet-badge.tsx';
import { snoozeSubmenu, useSnoozeEntries } from '../../inbox/snooze/use-snooze-entries.tsx';
import { useLiveStream } from '../../player/live-stream.ts';
import { useTellSight } from '../notices/tile-watch.ts';
import { RecordingBadge } from '../recording/recording-badge.tsx';
import { recordingState } from '../recording/recording-state.ts';
import { useRecordingToggle } from '../recording/use-recording-toggle.ts';
import { SnapshotOnDemand } from '../snapshot/snapshot-on-demand.tsx';
import { CameraPicture } from './camera-picture.tsx';
import { MotionBadge } from './motion-badge.tsx';
import { TileControls } from './tile-controls.tsx';
import { TileName } from './tile-name.tsx';
import { describeTile } from './tile-state.ts';
import { toggleFullScreen } from './full-screen.ts';

export interface TileProps {
  readonly camera: Camera;
  /** `null` for a camera without a group. */
  readonly groupColor: string | null;
  /** True for the one tile that the Tab key reaches. */
  readonly current: boolean;
  readonly onCurrent: (cameraId: string) => void;
  /** Moves this tile by that many places. */
  readonly onMove: (cameraId: string, by: number) => void;
  readonly columns: number;
  /** A link pointed at this camera a moment ago. */
  readonly highlighted: boolean;
}

/** While it is dragged a tile follows the pointer, which must meet what is below it. */
const LOOK =
  'group relative flex min-w-0 flex-col overflow-hidden rounded-md border bg-surface-1 select-none [-webkit-touch-callout:none] data-[dragging]:pointer-events-none data-[dragging]:z-20 data-[dragging]:scale-90 data-[dragging]:border-accent data-[dragging]:outline-none data-[drop-target]:border-accent data-[drop-target]:outline-2 data-[drop-target]:outline-dashed data-[drop-target]:outline-accent';

/** One camera on the wall: picture, name, and the truth about how fresh the picture is. */
export const CameraTile = memo(function CameraTile(props: TileProps) {
  const { camera, groupColor, current, onCurrent, onMove, columns, highlighted } = props;
  const id = camera.camera_id;
  const tile = useRef<HTMLElement>(null);
  const navigate = useNavigate();
  const [paused, setPaused] = useState(false);
  const [muted, setMuted] = useState(true);
  const [snapping, setSnapping] = useState(false);
  const [filing, setFiling] = useState(false);
  const { is_admin: isAdmin } = useMe();
  const toggleRecording = useRecordingToggle(camera);
  const now = useNow(60_000);
  const snoozing = useSnoozeEntries(camera, now);
  const visible = useOnScreen(tile);
  const active = useTabVisible() && visible && !camera.disabled_by_plan;
  const stream = useLiveStream(id, active, paused);
  const words = describeTile(camera, stream.snapshot, now);
  useTellSight(id, words.state, active);

  const open = () => void navigate(`/cameras/${encodeURIComponent(id)}`);
  const fullScreen = () => toggleFullScreen(tile.current);
  const keys: Readonly<Record<string, () => void>> = {
    Enter: open,
    ' ': () => setPaused(!paused),
    f: fullScreen,
    m: () => setMuted(!muted),
    s: () => setSnapping(true),
    ...(isAdmin ? { r: toggleRecording, i: () => setFiling(true) } : {}),
  };
  const moves: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -columns,
    ArrowDown: columns,
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== tile.current || event.ctrlKey || event.metaKey || event.altKey) return;
    const by = event.shiftKey ? moves[event.key] : undefined;
    const action =
      by === undefined
        ? keys[event.key.length === 1 ? event.key.toLowerCase() : event.key]
        : () => onMove(id, by);
    if (action === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  };
  const ring = highlighted ? 'border-accent outline-3 outline-offset-2 outline-accent' : '';
  return (
    <>
      <article
        ref={tile}
        tabIndex={current ? 0 : -1}
        aria-label={`${camera.name}: ${words.label}`}
        data-testid="tile"
        data-camera-id={id}
        data-state={words.state}
        data-delay-ms={stream.snapshot.delayMs ?? ''}
        data-frames={stream.snapshot.frames}
        data-highlighted={highlighted}
        onFocus={() => onCurrent(id)}
        onKeyDown={onKeyDown}
        onDoubleClick={open}
        className={`${LOOK} ${ring}`}
      >
        <div className="@container relative aspect-video min-h-0 flex-1 overflow-hidden bg-video">
          <CameraPicture stream={stream} words={words} muted={muted} name={camera.name} />
          <div className="pointer-events-none absolute top-1.5 left-1.5 flex flex-wrap gap-1.5">
            <RecordingBadge state={recordingState(camera)} />
            <MotionBadge cameraId={id} />
            <QuietBadge camera={camera} now={now} />
          </div>
          <TileControls
            name={camera.name}
            reachable={current}
            paused={paused}
            muted={muted}
            recordingWanted={camera.recording.wanted}
            onRecord={isAdmin ? toggleRecording : null}
            onSnapshot={() => setSnapping(true)}
            onIncident={isAdmin ? () => setFiling(true) : null}
            onOpen={open}
            onPause={() => setPaused(!paused)}
            onMute={() => setMuted(!muted)}
            onFullScreen={fullScreen}
            onMove={(by) => onMove(id, by)}
            snooze={isAdmin ? snoozeSubmenu(snoozing) : []}
          />
        </div>
        <TileName camera={camera} groupColor={groupColor} words={words} />
      </article>
      <SnapshotOnDemand open={snapping} cameraId={id} name={camera.name} onClose={() => setSnapping(false)} />
      <FileIncidentOnDemand start={filing ? startFromCamera(id) : null} onClose={() => setFiling(false)} />
    </>
  );
});
