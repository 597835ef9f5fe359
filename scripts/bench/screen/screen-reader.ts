/// <reference lib="dom" />
import { BLOCK, PICTURE, TIME_BITS } from './clock-picture.ts';

/** What one video element showed. */
export interface Shown {
  /** Time from drawing a picture to its being on screen, ms. */
  readonly delays: number[];
  /** Pauses of over half a second between two pictures, ms, after the first one. */
  readonly stalls: number[];
}

/** What the script adds to its page. */
export interface ReaderWindow {
  /** Forgets what was seen so far. */
  readonly benchBegin: () => void;
  readonly benchShown: () => Shown[];
}

/**
 * Script for a page: reads the clock in every video of the page about three times a second, and notes pauses.
 * `window.benchShown()` answers what was seen since `window.benchBegin()`.
 */
export function readerScript(): string {
  const facts = JSON.stringify({ ...BLOCK, width: PICTURE.width, timeBits: TIME_BITS });
  return `(${read.toString()})(${facts})`;
}

interface Facts {
  readonly size: number;
  readonly count: number;
  readonly rows: number;
  readonly width: number;
  readonly timeBits: number;
}

/** Runs in the page, so it can use nothing of this file. */
function read(facts: Facts): void {
  const seen = new Map<
    HTMLVideoElement,
    { delays: number[]; stalls: number[]; last: number; readAt: number }
  >();
  const canvas = document.createElement('canvas');
  canvas.width = facts.count;
  canvas.height = facts.rows;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const checkBits = facts.count * facts.rows - facts.timeBits;
  const clockOf = (video: HTMLVideoElement): number | undefined => {
    if (context === null || video.videoWidth === 0) return undefined;
    const block = (facts.size * video.videoWidth) / facts.width;
    context.imageSmoothingEnabled = false;
    for (let row = 0; row < facts.rows; row += 1)
      for (let column = 0; column < facts.count; column += 1)
        context.drawImage(
          video,
          (column + 0.4) * block,
          (row + 0.4) * block,
          block / 5,
          block / 5,
          column,
          row,
          1,
          1,
        );
    const pixels = context.getImageData(0, 0, facts.count, facts.rows).data;
    let time = 0;
    let check = 0;
    for (let index = 0; index < facts.count * facts.rows; index += 1) {
      const bit = (pixels[index * 4] ?? 0) > 128 ? 1 : 0;
      if (index < facts.timeBits) time = time * 2 + bit;
      else check = check * 2 + bit;
    }
    return check === (time * 7 + Math.floor(time / 1021)) % 2 ** checkBits ? time : undefined;
  };
  const follow = (video: HTMLVideoElement): void => {
    const state = { delays: [] as number[], stalls: [] as number[], last: 0, readAt: 0 };
    seen.set(video, state);
    const onFrame = (now: number): void => {
      if (state.last > 0 && now - state.last > 500) state.stalls.push(now - state.last);
      state.last = now;
      if (now - state.readAt > 300) {
        state.readAt = now;
        const clock = clockOf(video);
        if (clock !== undefined) {
          const modulus = 2 ** facts.timeBits;
          state.delays.push(((Date.now() % modulus) - clock + modulus) % modulus);
        }
      }
      video.requestVideoFrameCallback(onFrame);
    };
    video.requestVideoFrameCallback(onFrame);
  };
  setInterval(() => {
    for (const video of document.querySelectorAll('video')) if (!seen.has(video)) follow(video);
  }, 200);
  Object.assign(globalThis, {
    benchBegin: () => {
      for (const state of seen.values()) {
        state.delays.length = 0;
        state.stalls.length = 0;
      }
    },
    benchShown: () => [...seen.values()].map(({ delays, stalls }) => ({ delays, stalls })),
  });
}
