import type { Queryable, Transaction } from '../../db/database.ts';
import { readSetting, writeSetting } from '../../db/settings-repository.ts';
import { deleteWindow, listWindows, type MotionWindow, type WindowRow } from './motion-window-repository.ts';

const MINUTE_MS = 60_000;
const DEFAULT_MINUTES = 15;
/** A day; more than the settings screen takes is a slip of the pen. */
const MAX_MINUTES = 1440;
const LENGTH_KEY = 'email_motion_cooldown_minutes';

/** Key of a camera's open window; its value is the ISO time of the mailed event. */
const OPEN = 'motion_email_cooldown_start:';
/**
 * Key of a window that ended before its digest was made, because motion began the next one; then start in epoch
 * milliseconds, colon, camera. Its value is `<start>/<end>` in ISO time.
 */
const CLOSED = 'motion_email_closed_window:';

/** How long motion of a camera stays unmailed after a mail about it, in minutes. */
export async function cooldownMinutes(db: Queryable, orgId: string): Promise<number> {
  const text = (await readSetting(db, orgId, LENGTH_KEY))?.trim() ?? '';
  if (!/^[+-]?\d+$/.test(text)) return DEFAULT_MINUTES;
  return Math.min(MAX_MINUTES, Math.max(1, Number(text)));
}

/** Every window that is open or awaits its digest. */
export async function pendingWindows(db: Queryable): Promise<WindowRow[]> {
  return listWindows(db, [OPEN, CLOSED]);
}

/**
 * Whether motion of a camera may be mailed now; if so, its next window begins. A former window that ended is kept for
 * its digest, which would otherwise lose what happened in it.
 */
export async function claimMotionMail(
  tx: Transaction,
  motion: { readonly orgId: string; readonly cameraId: string; readonly at: Date },
): Promise<boolean> {
  const { orgId, cameraId, at } = motion;
  const key = OPEN + cameraId;
  const start = instantOf(await readSetting(tx, orgId, key));
  if (start !== undefined) {
    const end = new Date(start.getTime() + (await cooldownMinutes(tx, orgId)) * MINUTE_MS);
    if (isWithin(at, start, end)) return false;
    const closed = `${CLOSED}${start.getTime()}:${cameraId}`;
    await writeSetting(tx, { orgId, key: closed, value: `${start.toISOString()}/${end.toISOString()}` }, at);
  }
  await writeSetting(tx, { orgId, key, value: at.toISOString() }, at);
  return true;
}

/**
 * Removes a window that has ended and answers it; undefined while it is open, and after removing one that cannot be
 * read. Reads the row as it is now: it may have begun anew since it was listed.
 */
export async function takeEndedWindow(
  tx: Transaction,
  row: WindowRow,
  now: Date,
): Promise<MotionWindow | undefined> {
  const { orgId, key } = row;
  const value = await readSetting(tx, orgId, key);
  const isOpen = key.startsWith(OPEN);
  const [first, second] = value?.split('/') ?? [];
  const start = instantOf(first);
  const end = isOpen ? await endOf(tx, orgId, start) : instantOf(second);
  if (isOpen && start !== undefined && end !== undefined && isWithin(now, start, end)) return undefined;
  await deleteWindow(tx, row);
  if (start === undefined || end === undefined) return undefined;
  const cameraId = isOpen ? key.slice(OPEN.length) : key.slice(key.indexOf(':', CLOSED.length) + 1);
  return { orgId, cameraId, start, end };
}

async function endOf(db: Queryable, orgId: string, start: Date | undefined): Promise<Date | undefined> {
  return start && new Date(start.getTime() + (await cooldownMinutes(db, orgId)) * MINUTE_MS);
}

/** A start that lies more than a whole window ahead was written before the clock was set back: it has ended. */
function isWithin(now: Date, start: Date, end: Date): boolean {
  return Math.abs(now.getTime() - start.getTime()) < end.getTime() - start.getTime();
}

function instantOf(text = ''): Date | undefined {
  // Date.parse alone finds a date in nearly any text that holds a number.
  const time = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? undefined : new Date(time);
}
