import { type RefObject, useEffect, useRef, useState } from 'react';
import { authorizationHeader } from '../../api/signals.ts';

/** Plays a playlist from its beginning; answers how to end it. Reports once when it cannot go on. */
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

export interface RecordedVideo {
  readonly video: RefObject<HTMLVideoElement | null>;
  /** True once it cannot be played. */
  readonly failed: boolean;
}

/** Plays what is stored at a playlist's address in a video element, from the beginning. */
export function useRecordedVideo(url: string): RecordedVideo {
  const video = useRef<HTMLVideoElement>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    const element = video.current;
    if (element === null) return undefined;
    let end: (() => void) | null = null;
    let over = false;
    const fail = () => {
      if (!over) setFailed(true);
    };
    const begin = async () => {
      const stop = await play(element, url, fail);
      if (over) stop();
      else end = stop;
      element.scrollIntoView({ block: 'nearest' });
    };
    begin().catch(fail);
    return () => {
      over = true;
      end?.();
    };
  }, [url]);
  return { video, failed };
}
