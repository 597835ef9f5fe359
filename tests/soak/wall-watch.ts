import type { Page } from 'playwright';

/** A pause that a person notices, ms: nothing of a tile may stand still for longer. */
export const STALL_MS = 500;

/** What one tile did since `begin`. */
export interface TileRecord {
  frames: number;
  /** Pauses of over STALL_MS between two pictures on screen, and when each ended, in ms since `begin`. */
  gaps: { readonly ms: number; readonly atMs: number }[];
  longestGapMs: number;
  /** How often the video ran dry, and for how long at most. */
  waits: number;
  longestWaitMs: number;
  /** How often its player was built anew. */
  rebuilds: number;
}

/** One look at a tile. */
export interface TileLook {
  readonly cameraId: string;
  /** Its newest segment that has arrived in the page; null before the first. */
  readonly segment: number | null;
  /** Since that segment was complete, ms. */
  readonly sinceMs: number;
  /** Wall clock of the look, ms since 1970. */
  readonly at: number;
  /** Video between the picture on screen and the end of what was loaded, seconds; NaN of none. */
  readonly aheadS: number;
}

interface Watch {
  begin(): void;
  records(): Record<string, TileRecord>;
  looks(): TileLook[];
}

const watchOf = 'soakWatch';
type WatchedWindow = { readonly [watchOf]: Watch };

/** Has the page watch the pictures of its tiles; call before it is opened. */
export async function watchTiles(page: Page): Promise<void> {
  await page.addInitScript(watch, { stallMs: STALL_MS, name: watchOf });
}

/** Forgets what was seen so far. */
export function begin(page: Page): Promise<void> {
  return page.evaluate(() => (globalThis as unknown as WatchedWindow).soakWatch.begin());
}

/** By camera. A pause that still lasts counts too. */
export function recordsOf(page: Page): Promise<Record<string, TileRecord>> {
  return page.evaluate(() => (globalThis as unknown as WatchedWindow).soakWatch.records());
}

export function looksAt(page: Page): Promise<TileLook[]> {
  return page.evaluate(() => (globalThis as unknown as WatchedWindow).soakWatch.looks());
}

/** Runs in the page, so it can use nothing of this file. */
function watch({ stallMs, name }: { readonly stallMs: number; readonly name: string }): void {
  interface State {
    record: TileRecord;
    shownAt: number;
    dryAt: number | null;
  }
  const states = new Map<string, State>();
  const newest = new Map<string, { readonly segment: number; readonly at: number }>();
  const followed = new WeakSet<HTMLVideoElement>();
  let begunAt = performance.now();

  const fresh = (): State => ({
    record: { frames: 0, gaps: [], longestGapMs: 0, waits: 0, longestWaitMs: 0, rebuilds: 0 },
    shownAt: performance.now(),
    dryAt: null,
  });
  const stateOf = (id: string): State => {
    const state = states.get(id) ?? fresh();
    states.set(id, state);
    return state;
  };
  const noteGap = (state: State, until: number): void => {
    const ms = Math.round(until - state.shownAt);
    state.record.longestGapMs = Math.max(state.record.longestGapMs, ms);
    if (ms > stallMs) state.record.gaps.push({ ms, atMs: Math.round(until - begunAt) });
  };
  const noteWait = (state: State): void => {
    if (state.dryAt === null) return;
    const ms = Math.round(performance.now() - state.dryAt);
    state.record.longestWaitMs = Math.max(state.record.longestWaitMs, ms);
  };
  const follow = (id: string, video: HTMLVideoElement): void => {
    followed.add(video);
    const onFrame = (_: number, { presentationTime }: VideoFrameCallbackMetadata): void => {
      const state = stateOf(id);
      noteGap(state, presentationTime);
      state.record.frames += 1;
      state.shownAt = Math.max(state.shownAt, presentationTime);
      video.requestVideoFrameCallback(onFrame);
    };
    video.requestVideoFrameCallback(onFrame);
    video.addEventListener('waiting', () => {
      const state = stateOf(id);
      state.record.waits += 1;
      state.dryAt ??= performance.now();
    });
    video.addEventListener('playing', () => {
      noteWait(stateOf(id));
      stateOf(id).dryAt = null;
    });
    video.addEventListener('emptied', () => (stateOf(id).record.rebuilds += 1));
  };
  const tiles = (): { readonly id: string; readonly video: HTMLVideoElement | null }[] =>
    [...document.querySelectorAll<HTMLElement>('[data-testid=tile]')].map((tile) => ({
      id: tile.dataset['cameraId'] ?? '',
      video: tile.querySelector('video'),
    }));

  // Entries reach the observer all the same; kept for half an hour they would only fill memory.
  performance.setResourceTimingBufferSize(0);
  new PerformanceObserver((list) => {
    for (const { name: url, ...entry } of list
      .getEntries()
      .map((one) => one.toJSON() as PerformanceResourceTiming)) {
      const [, id, segment] = /cameras\/([^/]+)\/segment\/segment_(\d+)/.exec(url) ?? [];
      if (id !== undefined) newest.set(id, { segment: Number(segment), at: entry.responseEnd });
    }
  }).observe({ type: 'resource' });
  setInterval(() => {
    for (const { id, video } of tiles()) if (video !== null && !followed.has(video)) follow(id, video);
  }, 100);

  const soak: Watch = {
    begin: () => {
      begunAt = performance.now();
      for (const id of states.keys()) states.set(id, fresh());
    },
    records: () => {
      for (const state of states.values()) {
        noteGap(state, performance.now());
        noteWait(state);
      }
      return Object.fromEntries([...states].map(([id, { record }]) => [id, record]));
    },
    looks: () =>
      tiles().map(({ id, video }) => {
        const arrival = newest.get(id);
        const ranges = video?.buffered;
        const end = ranges === undefined || ranges.length === 0 ? Number.NaN : ranges.end(ranges.length - 1);
        return {
          cameraId: id,
          segment: arrival?.segment ?? null,
          sinceMs: performance.now() - (arrival?.at ?? 0),
          at: Date.now(),
          aheadS: end - (video?.currentTime ?? Number.NaN),
        };
      }),
  };
  Object.assign(globalThis, { [name]: soak });
}
