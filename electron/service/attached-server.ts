import { setTimeout as pause } from 'node:timers/promises';
import { networkInterfaces } from 'node:os';
import type { Config } from '../../server/config/config.ts';
import { holderOf } from '../../server/config/data-lock.ts';
import { readServiceRecord, type ServiceRecord } from '../../server/config/service-record.ts';
import { StartError } from '../../server/start-error.ts';
import type { RunningServer } from '../../server/start-server.ts';
import { askHealth } from '../server/health.ts';

/** A server that another process runs: the shell shows it, and does not stop it. */
export interface AttachedServer extends RunningServer {
  /** True for the service of this computer. */
  readonly service: boolean;
}

export function isAttached(server: RunningServer | undefined): server is AttachedServer {
  return server !== undefined && 'service' in server;
}

const ANSWER_WITHIN_MS = 2_000;
const ASK_EVERY_MS = 500;

function lanUrls(host: string, port: number): string[] {
  if (host.startsWith('127.') || host === 'localhost' || host === '::1') return [];
  const all = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const reachable = all.filter(({ family, internal }) => family === 'IPv4' && !internal);
  const own = host === '0.0.0.0' || host === '::' ? reachable.map(({ address }) => address) : [host];
  return own.map((address) => `http://${address}:${port}`);
}

function attached(url: string, host: string, service: boolean): AttachedServer {
  const port = Number(new URL(url).port);
  const where = service ? 'as a service of this computer' : 'as a program of its own';
  return {
    service,
    url,
    port,
    lanUrls: lanUrls(host, port),
    localUrl: () => undefined,
    announce: async () => {
      throw new Error(`The server runs ${where}. Set SENTINEL_MDNS there.`);
    },
    // On this computer itself no code is asked for.
    setupCode: async () => undefined,
    backUpNow: async () => {
      throw new Error(`The server runs ${where}. Make the backup under Settings → Backups.`);
    },
    // Whoever runs it notices the sleep itself.
    noteSleep: async () => undefined,
    dispose: async () => undefined,
  };
}

async function answers(url: string, waitMs: number): Promise<boolean> {
  const end = performance.now() + waitMs;
  for (;;) {
    try {
      await askHealth(url, ANSWER_WITHIN_MS);
      return true;
    } catch {
      if (performance.now() > end) return false;
      await pause(ASK_EVERY_MS);
    }
  }
}

export interface StartOrAttachDeps {
  readonly config: Config;
  /** Starts a server in this process. */
  readonly start: () => Promise<RunningServer>;
  /** How long a server that should answer is waited for. */
  readonly waitMs?: number;
}

const WAIT_MS = 20_000;

async function attachToService(record: ServiceRecord, waitMs: number): Promise<AttachedServer> {
  if (await answers(record.url, waitMs)) return attached(record.url, record.host, true);
  throw new StartError(
    `The service of this computer does not answer at ${record.url}. It holds the data, so nothing else is started. ` +
      'Restart the computer, or switch "Run before anyone signs in" off in the menu of the icon.',
    'service-silent',
  );
}

/**
 * Two servers never run on one data: the service of this computer is shown when there is one, or a server that somebody
 * started on this data directory; else a server starts here. Throws StartError when neither works.
 */
export async function startOrAttach({
  config,
  start,
  waitMs = WAIT_MS,
}: StartOrAttachDeps): Promise<RunningServer> {
  const record = readServiceRecord(config.serviceRecord);
  if (record !== undefined) return attachToService(record, waitMs);
  const url = holderOf(config.dataDir)?.url ?? undefined;
  if (url !== undefined && (await answers(url, 0))) return attached(url, config.host, false);
  return start();
}
