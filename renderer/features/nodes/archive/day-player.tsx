import { X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { RecordingDay } from '../../../../server/contract/fleet/recording.ts';
import { authorizationHeader } from '../../../api/signals.ts';
import { Banner } from '../../../components/banner.tsx';
import { IconButton } from '../../../components/button.tsx';
import { dayUrl } from './archive-queries.ts';
import { dayWords } from './day-words.ts';

interface Props {
  readonly nodeId: string;
  readonly day: RecordingDay;
  readonly name: string;
  readonly onClose: () => void;
}

const FAILED = 'The node did not hand out this recording. It may be switched off, or has just made room.';

/** Plays a playlist with its beginning first; answers how to end it. Reports once when it cannot go on. */
async function play(video: HTMLVideoElement, url: string, onFailed: () => void): Promise<() => void> {
  const { default: Hls } = await import('hls.js/light');
  const hls = new Hls({
    // A worker would be a blob: URL, which the content security policy forbids.
    enableWorker: false,
    xhrSetup: async (xhr, requestUrl) => {
      const headers = await authorizationHeader();
      if (xhr.readyState === XMLHttpRequest.UNSENT) xhr.open('GET', requestUrl, true);
      for (const [header, value] of Object.entries(headers)) xhr.setRequestHeader(header, value);
    },
  });
  hls.on(Hls.Events.ERROR, (_, { fatal }) => {
    if (fatal) onFailed();
  });
  hls.loadSource(url);
  hls.attachMedia(video);
  return () => hls.destroy();
}

/** One camera's recording of one day. */
export function DayPlayer({ nodeId, day, name, onClose }: Props) {
  const video = useRef<HTMLVideoElement>(null);
  const [failed, setFailed] = useState(false);
  const { camera_id: cameraId, date } = day;
  useEffect(() => {
    const element = video.current;
    if (element === null) return undefined;
    let end: (() => void) | null = null;
    let over = false;
    const fail = () => {
      if (!over) setFailed(true);
    };
    const begin = async () => {
      const stop = await play(element, dayUrl(nodeId, cameraId, date), fail);
      if (over) stop();
      else end = stop;
      element.scrollIntoView({ block: 'nearest' });
    };
    begin().catch(fail);
    return () => {
      over = true;
      end?.();
    };
  }, [nodeId, cameraId, date]);
  return (
    <section className="overflow-hidden rounded-lg border bg-surface-1" aria-label={`Recording of ${name}`}>
      <div className="flex items-center gap-3 py-1.5 pr-1.5 pl-4">
        <h2 className="min-w-0 flex-1 truncate text-base font-semibold">
          {name} · {dayWords(date)}
        </h2>
        <IconButton label="Close the player" onClick={onClose}>
          <X size={18} aria-hidden="true" />
        </IconButton>
      </div>
      {failed ? <Banner tone="bad">{FAILED}</Banner> : null}
      {/* Camera recordings carry no speech track of their own to caption. */}
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption */}
      <video
        ref={video}
        controls
        autoPlay
        muted
        playsInline
        data-testid="day-player"
        className="aspect-video max-h-[70dvh] w-full bg-video"
      />
    </section>
  );
}
