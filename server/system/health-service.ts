import { statfs } from 'node:fs/promises';
import type { Clock } from '../clock.ts';
import type { LoopState } from '../contract/system.ts';
import type { Database } from '../db/database.ts';
import { sql } from '../db/drizzle.ts';
import { emailOutbox } from '../db/schema/notifications.ts';

export interface Check {
  readonly status: string;
  readonly [figure: string]: unknown;
}

export interface DiskFigures {
  readonly path: string;
  readonly bytesUsed: number;
  readonly bytesFree: number;
  readonly bytesTotal: number;
  readonly percentUsed: number;
}

export interface HealthServices {
  readonly version: string;
  readonly db: Database;
  readonly clock: Clock;
  readonly dataDir: string;
  readonly diskCriticalPercent: number;
  readonly cacheStats: () => { readonly playlists: number; readonly cameras: number };
  readonly pendingViewerSeconds: () => number;
  /** Open event streams and pages. */
  readonly subscribers: () => { readonly subscriber_orgs: number; readonly subscriber_total: number };
  readonly loops: () => LoopState[];
  /** Undefined when people sign in locally. */
  readonly probeClerk: (() => Promise<void>) | undefined;
  readonly mail: MailFacts;
  /** Whether this server is announced in the local network. */
  readonly discovery: () => Check;
}

export interface MailFacts {
  /** Whether mail is on for anybody, and whether it can leave. */
  readonly state: () => Promise<'disabled' | 'unconfigured' | 'ok'>;
  /** Monotonic time of the mail worker's last sign of life; undefined before the first. */
  readonly lastTickMs: () => number | undefined;
}

/** Percent at which a disk is worth a warning, unless the critical mark is set lower still. */
const DISK_WARN_PERCENT = 80;
const PENDING_WARN_SECONDS = 100_000;
const CLERK_TIMEOUT_MS = 5_000;
const CLERK_CACHE_MS = 15_000;
const READY_CACHE_MS = 30_000;
/** The mail worker is given so long to begin. */
const WORKER_GRACE_MS = 30_000;
const WORKER_STALE_MS = 60_000;
const CRITICAL_CHECKS = ['database', 'clerk', 'disk', 'email_worker'];

/** Only the type's name of what went wrong: messages may name files, hosts or people. */
function errorClass(error: unknown): string {
  return error instanceof Error ? error.constructor.name : 'Error';
}

/** Space on the file system of the data directory, in bytes. */
export async function diskFigures(path: string): Promise<DiskFigures> {
  const { bsize, blocks, bfree, bavail } = await statfs(path);
  const used = (blocks - bfree) * bsize;
  const free = bavail * bsize;
  const percentUsed = used + free === 0 ? 0 : Math.round((used / (used + free)) * 1000) / 10;
  return { path, bytesUsed: used, bytesFree: free, bytesTotal: blocks * bsize, percentUsed };
}

/** State of every part of the server, in numbers and words that name nobody. */
export class HealthService {
  readonly #services: HealthServices;
  readonly #startedAt: Date;
  readonly #startedMs: number;
  #clerkCheck: { readonly at: number; readonly check: Check } | undefined;
  #ready: { readonly at: number; readonly answer: Readiness } | undefined;

  constructor(services: HealthServices) {
    this.#services = services;
    this.#startedAt = services.clock.now();
    this.#startedMs = services.clock.monotonicMs();
  }

  uptimeSeconds(): number {
    return Math.round(this.#services.clock.monotonicMs() - this.#startedMs) / 1000;
  }

  async detailed() {
    const checks = await this.#allChecks();
    return {
      status: rollUp(checks),
      version: this.#services.version,
      uptime_seconds: this.uptimeSeconds(),
      started_at: this.#startedAt.toISOString(),
      time: this.#services.clock.now().toISOString(),
      checks,
      loops: this.loops(),
    };
  }

  /** State of the background tasks. */
  loops(): LoopState[] {
    return this.#services.loops();
  }

  /** Readiness, remembered for 30 s unless `fresh`. */
  async ready(fresh: boolean): Promise<Readiness> {
    const now = this.#services.clock.monotonicMs();
    const known = fresh ? undefined : this.#ready;
    const answer =
      known !== undefined && now - known.at < READY_CACHE_MS ? known.answer : await this.#readiness();
    if (answer !== known?.answer) this.#ready = { at: now, answer };
    return { ...answer, uptime_seconds: this.uptimeSeconds() };
  }

  async #readiness(): Promise<Readiness> {
    const all = await this.#allChecks();
    const checks = Object.fromEntries(CRITICAL_CHECKS.map((name) => [name, all[name] ?? { status: 'ok' }]));
    const ready = Object.values(checks).every(({ status }) => status !== 'critical');
    return { ready, checks, version: this.#services.version, uptime_seconds: this.uptimeSeconds() };
  }

  async #allChecks(): Promise<Record<string, Check>> {
    const { cacheStats, pendingViewerSeconds } = this.#services;
    const [database, clerk, disk, mail] = await Promise.all([
      this.#database(),
      this.#clerk(),
      this.#disk(),
      this.#mailState(),
    ]);
    const stats = cacheStats();
    const pending = pendingViewerSeconds();
    return {
      database,
      hls_cache: { status: 'ok', playlists_cached: stats.playlists, segment_cameras: stats.cameras },
      viewer_usage: { status: pending > PENDING_WARN_SECONDS ? 'warn' : 'ok', pending_writes: pending },
      sse: { status: 'ok', ...this.#services.subscribers() },
      clerk,
      disk,
      discovery: this.#services.discovery(),
      email_worker: mail === 'disabled' ? { status: 'disabled' } : this.#mailWorker(),
      resend: { status: mail, queue_depth: await this.#queueDepth() },
    };
  }

  async #database(): Promise<Check> {
    const { db, clock } = this.#services;
    const begun = clock.monotonicMs();
    try {
      // A bare `select 1` never looks at the file.
      db.read.get(sql`select 1 from sqlite_schema limit 1`);
      if (db.writesFailing) return { status: 'critical', error_class: 'StorageUnavailable' };
      return { status: 'ok', latency_ms: Math.round((clock.monotonicMs() - begun) * 100) / 100 };
    } catch (error) {
      return { status: 'critical', error_class: errorClass(error) };
    }
  }

  async #clerk(): Promise<Check> {
    const { probeClerk, clock } = this.#services;
    if (probeClerk === undefined) return { status: 'unconfigured' };
    const begun = clock.monotonicMs();
    // Anybody may ask for health; Clerk is not asked each time.
    if (this.#clerkCheck !== undefined && begun - this.#clerkCheck.at < CLERK_CACHE_MS)
      return this.#clerkCheck.check;
    const check = await probe(probeClerk, clock);
    this.#clerkCheck = { at: begun, check };
    return check;
  }

  async #disk(): Promise<Check> {
    const { dataDir, diskCriticalPercent } = this.#services;
    try {
      const { bytesUsed, bytesFree, bytesTotal, percentUsed } = await diskFigures(dataDir);
      const warn = percentUsed >= DISK_WARN_PERCENT ? 'warn' : 'ok';
      const status = percentUsed >= diskCriticalPercent ? 'critical' : warn;
      // The folder's real path would tell a stranger the account name of the machine's owner.
      return {
        status,
        path: 'data',
        bytes_used: bytesUsed,
        bytes_free: bytesFree,
        bytes_total: bytesTotal,
        percent_used: percentUsed,
      };
    } catch (error) {
      return { status: 'critical', path: 'data', error_class: errorClass(error) };
    }
  }

  async #mailState(): Promise<'disabled' | 'unconfigured' | 'ok'> {
    try {
      return await this.#services.mail.state();
    } catch {
      return 'unconfigured';
    }
  }

  #mailWorker(): Check {
    const now = this.#services.clock.monotonicMs();
    const lastTickMs = this.#services.mail.lastTickMs();
    if (lastTickMs === undefined) {
      if (now - this.#startedMs <= WORKER_GRACE_MS)
        return { status: 'ok', tick_age_seconds: null, note: 'starting' };
      return { status: 'critical', tick_age_seconds: null, error_class: 'WorkerNeverTicked' };
    }
    const ageMs = now - lastTickMs;
    const age = { tick_age_seconds: Math.round(ageMs) / 1000 };
    return ageMs > WORKER_STALE_MS
      ? { status: 'critical', ...age, error_class: 'WorkerStale' }
      : { status: 'ok', ...age };
  }

  async #queueDepth(): Promise<number> {
    try {
      return await this.#services.db.read.$count(emailOutbox, sql`${emailOutbox.status} = 'pending'`);
    } catch {
      return -1;
    }
  }
}

class TimeoutError extends Error {}

async function probe(work: () => Promise<void>, clock: Clock): Promise<Check> {
  const begun = clock.monotonicMs();
  try {
    await Promise.race([
      work(),
      new Promise<never>((_resolve, reject) => {
        setTimeout(() => reject(new TimeoutError()), CLERK_TIMEOUT_MS).unref();
      }),
    ]);
    return { status: 'ok', latency_ms: Math.round((clock.monotonicMs() - begun) * 100) / 100 };
  } catch (error) {
    return { status: 'critical', error_class: errorClass(error), timeout_seconds: CLERK_TIMEOUT_MS / 1000 };
  }
}

export interface Readiness {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, Check>>;
  readonly version: string;
  readonly uptime_seconds: number;
}

function rollUp(checks: Readonly<Record<string, Check>>): 'healthy' | 'degraded' | 'unhealthy' {
  if (CRITICAL_CHECKS.some((name) => checks[name]?.status === 'critical')) return 'unhealthy';
  const warns = ['viewer_usage', 'disk'].some((name) => checks[name]?.status === 'warn');
  return warns ? 'degraded' : 'healthy';
}
