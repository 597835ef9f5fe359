import { type RefObject, useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { loadHls, streamUrl } from './hls-session.ts';
import { IDLE, type PlayerSnapshot } from './player-snapshot.ts';
import { StreamPlayer } from './stream-player.ts';

const idle = () => IDLE;
const nothing = () => () => undefined;

export interface LiveStream {
  readonly snapshot: PlayerSnapshot;
  readonly video: RefObject<HTMLVideoElement | null>;
  readonly poster: RefObject<HTMLCanvasElement | null>;
  /** Tries again after playback was blocked. */
  readonly retry: () => void;
  /** Shows what was so many seconds ago; 0 is live. */
  readonly rewindTo: (behindS: number) => void;
}

/** One camera's live stream for a `LiveVideo`; released while not `active`. `rewindable` keeps a minute in memory. */
export function useLiveStream(
  cameraId: string,
  active: boolean,
  paused: boolean,
  rewindable = false,
): LiveStream {
  const video = useRef<HTMLVideoElement>(null);
  const poster = useRef<HTMLCanvasElement>(null);
  const [player, setPlayer] = useState<StreamPlayer | null>(null);

  useEffect(() => {
    if (video.current === null || poster.current === null) return undefined;
    const load = () => loadHls(cameraId, { rewindable });
    const created = new StreamPlayer(video.current, poster.current, streamUrl(cameraId), load);
    setPlayer(created);
    return () => created.dispose();
  }, [cameraId, rewindable]);

  useEffect(() => {
    if (active) player?.start();
    else player?.stop();
  }, [player, active]);

  useEffect(() => player?.setPaused(paused), [player, paused]);

  const snapshot = useSyncExternalStore(player?.subscribe ?? nothing, player?.getSnapshot ?? idle);
  const retry = useCallback(() => player?.start(), [player]);
  const rewindTo = useCallback((behindS: number) => player?.rewindTo(behindS), [player]);
  return { snapshot, video, poster, retry, rewindTo };
}
