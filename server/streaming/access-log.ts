import type { Logger } from 'pino';
import type { Principal } from '../auth/principal.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { streamAccessLogs } from '../db/schema/logs.ts';

/** A person who keeps watching a camera is noted once in this time. */
const REPEAT_MS = 300_000;
const MAX_REMEMBERED = 10_000;
/** Entries older than this are dropped when too many are remembered. */
const FORGET_MS = 600_000;

export interface StreamAccess {
  readonly principal: Principal;
  readonly cameraId: string;
  readonly nodeId: string;
  readonly address: string;
  readonly userAgent: string | undefined;
}

/** Notes who watched which camera. Writing happens after the answer and never disturbs playback. */
export class AccessLog {
  readonly #services: { readonly db: Database; readonly clock: Clock; readonly log: Logger };
  /** User and camera → monotonic ms of the last note. */
  readonly #notedAt = new Map<string, number>();

  constructor(services: { readonly db: Database; readonly clock: Clock; readonly log: Logger }) {
    this.#services = services;
  }

  note(access: StreamAccess): void {
    const nowMs = this.#services.clock.monotonicMs();
    const key = `${access.principal.userId} ${access.cameraId}`;
    const last = this.#notedAt.get(key);
    if (last !== undefined && nowMs - last < REPEAT_MS) return;
    this.#notedAt.set(key, nowMs);
    if (this.#notedAt.size > MAX_REMEMBERED) this.#forgetOld(nowMs);
    void this.#store(access);
  }

  /** Whether a note now would be passed over, because the person's watching this camera was noted a short while ago. */
  isNoted(userId: string, cameraId: string): boolean {
    const last = this.#notedAt.get(`${userId} ${cameraId}`);
    return last !== undefined && this.#services.clock.monotonicMs() - last < REPEAT_MS;
  }

  #forgetOld(nowMs: number): void {
    for (const [key, at] of this.#notedAt) if (nowMs - at > FORGET_MS) this.#notedAt.delete(key);
  }

  async #store(access: StreamAccess): Promise<void> {
    const { db, clock, log } = this.#services;
    const { principal } = access;
    try {
      await db.write(async (tx) => {
        tx.insert(streamAccessLogs)
          .values({
            userId: principal.userId.slice(0, 100),
            userEmail: principal.email.slice(0, 255),
            orgId: principal.orgId,
            cameraId: access.cameraId,
            nodeId: access.nodeId,
            ipAddress: access.address.slice(0, 45),
            userAgent: access.userAgent?.slice(0, 500) ?? null,
            accessedAt: clock.now(),
          })
          .run();
      });
    } catch (error) {
      log.warn({ err: error }, 'A stream access could not be noted');
    }
  }
}
