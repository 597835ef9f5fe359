// Preloaded into a server that is measured (`node --import`): tells how late its event loop was when asked.
import { monitorEventLoopDelay } from 'node:perf_hooks';

const RESOLUTION_MS = 5;

export interface LoopDelay {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
histogram.enable();

/** The histogram holds the time between two wake-ups, which is never less than asked for. */
function lateMs(nanoseconds: number): number {
  return Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS);
}

process.on('message', (message) => {
  if (message === 'begin') histogram.reset();
  if (message !== 'loop-delay') return;
  const delay: LoopDelay = {
    p50: lateMs(histogram.percentile(50)),
    p99: lateMs(histogram.percentile(99)),
    max: lateMs(histogram.max),
  };
  process.send?.({ loopDelay: delay });
});
