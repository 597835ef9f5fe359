import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import type { Database, Transaction } from '../../db/database.ts';
import { motionDigestNotice } from '../../notifications/notices/camera-notices.ts';
import type { Notice, Notifier } from '../../notifications/notifier.ts';
import {
  countMotionTold,
  findCamera,
  type MotionWindow,
  type WindowRow,
} from './motion-window-repository.ts';
import { pendingWindows, takeEndedWindow } from './motion-windows.ts';

const MINUTE_MS = 60_000;

export interface MotionDigestDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly notifier: Pick<Notifier, 'record' | 'announce'>;
}

/**
 * Tells, for every window after a mail about motion that has ended, how much more motion there was. One transaction each
 * removes the window and writes the digest, so that none is lost or told twice. A window that fails is tried again.
 */
export async function sendMotionDigests(deps: MotionDigestDeps, signal?: AbortSignal): Promise<void> {
  for (const row of await pendingWindows(deps.db.read)) {
    if (signal?.aborted === true) return;
    try {
      await settle(deps, row);
    } catch (error) {
      deps.log.warn({ err: error }, 'A summary of motion could not be made; it will be tried again');
    }
  }
}

async function settle({ db, clock, notifier }: MotionDigestDeps, row: WindowRow): Promise<void> {
  const digest = await db.write(async (tx) => {
    const window = await takeEndedWindow(tx, row, clock.now());
    if (window === undefined) return undefined;
    const events = await countMotionTold(tx, window);
    return events === 0 ? undefined : notifier.record(tx, await digestNotice(tx, window, events));
  });
  notifier.announce(digest);
}

async function digestNotice(tx: Transaction, window: MotionWindow, events: number): Promise<Notice> {
  const { orgId, cameraId, start, end } = window;
  const camera = (await findCamera(tx, cameraId)) ?? { name: cameraId, nodeId: null };
  const cooldownMinutes = Math.round((end.getTime() - start.getTime()) / MINUTE_MS);
  return motionDigestNotice(
    { orgId, cameraId, ...camera },
    { events, from: start, to: end, cooldownMinutes },
  );
}
