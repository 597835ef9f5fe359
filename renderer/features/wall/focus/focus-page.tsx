import { useQuery } from '@tanstack/react-query';
import { ArrowLeft, Maximize, Pause, Play, VideoOff, Volume2, VolumeX } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import type { Camera } from '../../../../server/contract/cameras.ts';
import { camerasQuery } from '../../../api/queries.ts';
import { IconButton } from '../../../components/button.tsx';
import { Chip } from '../../../components/chip.tsx';
import { Loading } from '../../../components/loading.tsx';
import { EmptyState } from '../../../components/page.tsx';
import { relativeTime, useNow } from '../../../hooks/time.ts';
import { useTabVisible } from '../../../hooks/visibility.ts';
import { useLiveStream } from '../../player/live-stream.ts';
import { CameraFacts } from './camera-facts.tsx';
import { CameraPicture } from '../tile/camera-picture.tsx';
import { toggleFullScreen } from '../tile/full-screen.ts';
import { describeTile } from '../tile/tile-state.ts';

function useFocusKeys(keys: Readonly<Record<string, () => void>>): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const busy =
        event.target instanceof Element && event.target.closest('input,button,a,[role=menu]') !== null;
      if (event.defaultPrevented || (busy && event.key === ' ') || event.ctrlKey || event.metaKey) return;
      const action = latest.current[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      if (action === undefined) return;
      event.preventDefault();
      action();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}

function Focus({ camera }: { readonly camera: Camera }) {
  const navigate = useNavigate();
  const box = useRef<HTMLDivElement>(null);
  const [paused, setPaused] = useState(false);
  const [muted, setMuted] = useState(true);
  const active = useTabVisible() && !camera.disabled_by_plan;
  const stream = useLiveStream(camera.camera_id, active, paused);
  const now = useNow(1000);
  const words = describeTile(camera, stream.snapshot, now);
  const fullScreen = () => toggleFullScreen(box.current);
  useFocusKeys({
    Escape: () => document.fullscreenElement === null && void navigate('/'),
    ' ': () => setPaused(!paused),
    f: fullScreen,
    m: () => setMuted(!muted),
  });
  const PauseIcon = paused ? Play : Pause;
  const SoundIcon = muted ? VolumeX : Volume2;
  return (
    <div className="grid min-w-0 gap-4 xl:grid-cols-[minmax(0,1fr)_20rem]">
      <div
        ref={box}
        data-testid="tile"
        data-camera-id={camera.camera_id}
        data-state={words.state}
        data-delay-ms={stream.snapshot.delayMs ?? ''}
        data-frames={stream.snapshot.frames}
        className="flex max-h-[calc(100dvh-7rem)] min-w-0 flex-col overflow-hidden rounded-lg border bg-surface-1"
      >
        <div className="relative aspect-video min-h-0 flex-1 bg-video">
          <CameraPicture stream={stream} words={words} muted={muted} name={camera.name} />
        </div>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-2 py-1.5">
          <Link
            to="/"
            aria-label="Back to all cameras"
            className="inline-flex size-10 items-center justify-center rounded-sm text-ink-soft hover:bg-surface-2 hover:text-ink"
          >
            <ArrowLeft size={20} aria-hidden="true" />
          </Link>
          <h1 className="min-w-0 flex-1 basis-32 truncate text-base font-semibold">{camera.name}</h1>
          <Chip tone={words.tone}>{words.label}</Chip>
          <div className="flex">
            <IconButton label={paused ? 'Play' : 'Pause'} onClick={() => setPaused(!paused)}>
              <PauseIcon size={19} aria-hidden="true" />
            </IconButton>
            <IconButton label={muted ? 'Sound on' : 'Mute'} onClick={() => setMuted(!muted)}>
              <SoundIcon size={19} aria-hidden="true" />
            </IconButton>
            <IconButton label="Full screen" onClick={fullScreen}>
              <Maximize size={19} aria-hidden="true" />
            </IconButton>
          </div>
        </div>
      </div>
      <CameraFacts
        camera={camera}
        delayMs={stream.snapshot.delayMs}
        media={stream.snapshot.media}
        seen={camera.last_seen === null ? 'never' : relativeTime(Date.parse(camera.last_seen), now)}
      />
    </div>
  );
}

/** One camera, large. */
export function FocusPage() {
  const { id = '' } = useParams();
  const { data, isPending } = useQuery(camerasQuery);
  if (isPending) return <Loading />;
  const camera = data?.find((candidate) => candidate.camera_id === id);
  if (camera !== undefined) return <Focus key={camera.camera_id} camera={camera} />;
  return (
    <EmptyState heading="h1" icon={<VideoOff size={36} />} title="This camera is not here">
      <p>It may have been removed, or its address was mistyped.</p>
      <Link to="/" className="font-medium text-accent underline">
        Back to all cameras
      </Link>
    </EmptyState>
  );
}
