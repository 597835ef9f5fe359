import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 8_000;

/** Stops the children even when their parent is killed outright: for `--import`. */
export const FOLLOW_PARENT = import.meta.resolve('../bootstrap/follow-parent.mjs');

/** Without what would make a throw-away server use a real database or real accounts. */
export function harmlessEnvironment(): NodeJS.ProcessEnv {
  const foreign = /^(DATABASE_URL|CLERK_|RESEND_|SENTINEL_|SMTP_)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}

/** Resolves when the server answers; rejects after 30 s, or with the signal's reason. */
export async function waitUntilHealthy(url: string, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    signal.throwIfAborted();
    const answer = await fetch(`${url}/api/health`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(200, undefined, { signal });
  }
  throw new Error('The server did not become ready within 30 seconds.');
}

/** Ends a child, by force after 8 s. */
export async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
  await exited;
  clearTimeout(force);
}
