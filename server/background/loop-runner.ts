import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';

/** A task that repeats; `everyMs` is measured from the end of one run to the start of the next. */
export interface Loop {
  readonly name: string;
  readonly everyMs: number;
  readonly tick: () => Promise<void>;
}

async function run(loop: Loop, signal: AbortSignal, log: Logger): Promise<void> {
  while (!signal.aborted) {
    try {
      await wait(loop.everyMs, undefined, { signal, ref: false });
    } catch {
      return;
    }
    try {
      await loop.tick();
    } catch (error) {
      log.error({ err: error, loop: loop.name }, 'A background task failed; it will run again');
    }
  }
}

/** Starts every loop, first run after one interval. Resolves when all have stopped after `signal` aborts. */
export async function runLoops(loops: readonly Loop[], signal: AbortSignal, log: Logger): Promise<void> {
  await Promise.all(loops.map((loop) => run(loop, signal, log)));
}
