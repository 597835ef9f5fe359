import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { systemClock } from '../../../server/clock.ts';
import type { Config } from '../../../server/config/config.ts';
import type { DoctorFinding, DoctorReport } from '../../../server/contract/doctor.ts';
import type { DoctorProbes } from '../../../server/doctor/probes.ts';
import { createLogger } from '../../../server/log.ts';
import { startServer } from '../../../server/start-server.ts';
import { setUpOwner } from '../../support/people.ts';
import type { TestClient } from '../../support/test-client.ts';
import { temporaryFolder, testConfig } from '../../support/test-config.ts';

/** A computer with nothing to complain about. */
export const SOUND_COMPUTER: DoctorProbes = {
  platform: 'linux',
  command: async (program) => (program === 'systemctl' ? 'masked\n' : undefined),
  disk: async (path) => ({ path, bytesUsed: 1e9, bytesFree: 9e9, bytesTotal: 1e10, percentUsed: 10 }),
  network: async () => ({ reach: 'reached', platform: 'linux' }),
};

export interface DoctorBench {
  readonly owner: TestClient;
  readonly url: string;
  readonly dataDir: string;
  readonly config: Config;
  readonly logLines: readonly string[];
  examine(): Promise<DoctorReport>;
  /** Does something with the database from outside, as another program would. */
  sql(work: (db: BetterSqlite3.Database, orgId: string) => void): void;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface BenchOptions {
  readonly config?: Partial<Config>;
  readonly probes?: Partial<DoctorProbes>;
  /** Prepares the data directory. */
  readonly before?: (dataDir: string) => void;
}

/** A whole server, with an owner, on a computer as told. */
export async function startDoctorBench(options: BenchOptions = {}): Promise<DoctorBench> {
  const folder = temporaryFolder();
  const staticDir = join(folder.path, 'pages');
  mkdirSync(staticDir);
  writeFileSync(join(staticDir, 'index.html'), '<!doctype html>');
  const dataDir = join(folder.path, 'data');
  mkdirSync(dataDir);
  options.before?.(dataDir);
  const config = testConfig(dataDir, { staticDir, ...options.config });
  const logLines: string[] = [];
  const running = await startServer({
    config,
    clock: systemClock,
    log: createLogger('info', (line) => logLines.push(line)),
    probes: { ...SOUND_COMPUTER, ...options.probes },
  });
  const owner = await setUpOwner(running.url);
  return {
    owner,
    url: running.url,
    dataDir,
    config,
    logLines,
    examine: async () => {
      const answer = await owner.post('/api/system/doctor', {});
      if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
      return answer.json<DoctorReport>();
    },
    sql: (work) => {
      const db = new BetterSqlite3(config.databaseFile);
      try {
        work(db, String(db.prepare('select org_id from users').pluck().get()));
      } finally {
        db.close();
      }
    },
    [Symbol.asyncDispose]: async () => {
      await running.dispose();
      folder[Symbol.dispose]();
    },
  };
}

/** What is wrong. */
export function complaints({ findings }: DoctorReport): DoctorFinding[] {
  return findings.filter(({ state }) => state === 'warn' || state === 'bad');
}
