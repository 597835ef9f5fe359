import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';

/** A task that repeats; `everyMs` is measured from the end of one run to the start of the next. */
export interface Loop {
  readonly name: string;
  readonly everyMs: number;
  /** Delay of the first run; without it, one interval. */
  readonly firstAfterMs?: number;
  /** A long task stops between two steps when `signal` aborts: the server is stopping. */
  readonly tick: (signal: AbortSignal) => Promise<void>;
}

async function run(loop: Loop, signal: AbortSignal, log: Logger): Promise<void> {
  let pauseMs = loop.firstAfterMs ?? loop.everyMs;
  while (!signal.aborted) {
    try {
      await wait(pauseMs, undefined, { signal, ref: false });
    } catch {
      return;
    }
    pauseMs = loop.everyMs;
    try {
      await loop.tick(signal);
    } catch (error) {
      log.error({ err: error, loop: loop.name }, 'A background task failed; it will run again');
    }
  }
}

/** Runs the loops until `stack` ends, which waits for those in the middle of their work. */
export function startLoops(loops: readonly Loop[], stack: AsyncDisposableStack, log: Logger): void {
  const abort = new AbortController();
  const ended = runLoops(loops, abort.signal, log);
  stack.defer(async () => {
    abort.abort();
    await ended;
  });
}

/** Starts every loop. Resolves when all have stopped after `signal` aborts. */
export async function runLoops(loops: readonly Loop[], signal: AbortSignal, log: Logger): Promise<void> {
  await Promise.all(loops.map((loop) => run(loop, signal, log)));
}
