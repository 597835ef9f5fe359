import { closeSync, mkdirSync, openSync, renameSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { backupName } from '../../../server/backups/backup-files.ts';
import type { Config } from '../../../server/config/config.ts';
import type { DoctorCheck, DoctorCode } from '../../../server/contract/doctor.ts';
import { testConfig } from '../../support/test-config.ts';
import type { BenchOptions, DoctorBench } from './doctor-bench.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Something broken, what the doctor must call it, and a word its advice must have. */
export interface Fault {
  readonly name: string;
  readonly check: DoctorCheck;
  readonly code: DoctorCode;
  readonly fix: string;
  readonly options?: BenchOptions;
  /** Breaks something while the server runs; answers how to mend it before the server stops. */
  readonly inject?: (bench: DoctorBench) => Promise<(() => void) | void> | (() => void) | void;
}

const defaults = testConfig('/nowhere');
const segments = (changes: Partial<Config['segments']>): BenchOptions => ({
  config: { segments: { ...defaults.segments, ...changes } },
});

function storeBackup(dataDir: string, at: number, sound: boolean): void {
  const folder = join(dataDir, 'backups');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, backupName('manual', new Date(at)));
  if (sound) {
    const db = new BetterSqlite3(file);
    db.exec('create table t (x)');
    db.close();
  } else {
    writeFileSync(file, 'SQLite format 3\0 and then nothing of the kind'.repeat(200));
  }
}

/** Nodes that reported motion just now, with what their clocks said. */
function nodeSaid(bench: DoctorBench, name: string, behindMs: number): void {
  bench.sql((db, orgId) => {
    const now = Date.now();
    const at = new Date(now).toISOString();
    db.prepare(
      'insert into camera_nodes (node_id, org_id, api_key_hash, name, created_at) values (?, ?, ?, ?, ?)',
    ).run(name, orgId, `hash of ${name}`, name, at);
    const meta = JSON.stringify({ event_timestamp: new Date(now - behindMs).toISOString() });
    db.prepare(
      "insert into notifications (org_id, kind, title, node_id, meta_json, created_at) values (?, 'motion', 'Motion', ?, ?, ?)",
    ).run(orgId, name, meta, at);
  });
}

/** Mail that would leave by this port of this computer. */
export function mailBy(port: number): Partial<Config> {
  const smtp = {
    host: '127.0.0.1',
    port,
    security: 'none',
    username: undefined,
    password: undefined,
  } as const;
  return {
    mail: {
      ...defaults.mail,
      enabled: true,
      fromAddress: 'cameras@example.com',
      smtp,
      workerEveryMs: 3_600_000,
    },
  };
}

/** Overwrites most of a database file, past the pages that say what is in it. */
function damage(bench: DoctorBench): void {
  bench.sql((db) => db.pragma('wal_checkpoint(TRUNCATE)'));
  const file = bench.config.databaseFile;
  const { size } = statSync(file);
  const handle = openSync(file, 'r+');
  writeSync(handle, Buffer.alloc(Math.floor(size / 4), 0xa5), 0, undefined, Math.floor(size / 2));
  closeSync(handle);
}

/** Every fault that needs neither a mail server nor a command line; each turns one check red. */
export const FAULTS: readonly Fault[] = [
  {
    name: 'segments of usual size are refused',
    check: 'video',
    code: 'video_too_large',
    fix: 'SEGMENT_PUSH_MAX_BYTES',
    options: segments({ pushMaxBytes: 100 }),
  },
  {
    name: 'the memory for video holds nothing',
    check: 'video',
    code: 'video_lost',
    fix: 'SEGMENT_CACHE_MAX_TOTAL_BYTES',
    options: segments({ maxTotalBytes: 100 }),
  },
  {
    name: 'the dashboard was never built',
    check: 'dashboard',
    code: 'dashboard_missing',
    fix: 'npm run build',
    options: { config: { staticDir: undefined } },
  },
  {
    name: 'the disk with the data is gone',
    check: 'data_directory',
    code: 'data_not_writable',
    fix: 'Connect its disk',
    inject: ({ dataDir }) => {
      renameSync(dataDir, `${dataDir}-gone`);
      return () => renameSync(`${dataDir}-gone`, dataDir);
    },
  },
  {
    name: 'the database is damaged',
    check: 'database',
    code: 'database_damaged',
    fix: 'npm run restore',
    inject: damage,
  },
  {
    name: 'the disk is nearly full',
    check: 'disk',
    code: 'disk_full',
    fix: 'Free some space',
    options: {
      probes: {
        disk: async (path) => ({ path, bytesUsed: 99e9, bytesFree: 1e9, bytesTotal: 1e11, percentUsed: 99 }),
      },
    },
  },
  {
    name: 'the disk fills up within days',
    check: 'disk',
    code: 'disk_filling',
    fix: 'Free some space',
    options: {
      before: (dataDir) => {
        const days = Array.from({ length: 10 }, (_, index) => 10 - index);
        const samples = days.map((ago) => ({ at: Date.now() - ago * DAY_MS, free: 9e9 + ago * 2e9 }));
        writeFileSync(join(dataDir, 'disk-history.json'), JSON.stringify(samples));
      },
    },
  },
  {
    name: 'no backup for ten days',
    check: 'backups',
    code: 'backups_stale',
    fix: 'Settings → Backups',
    options: { before: (dataDir) => storeBackup(dataDir, Date.now() - 10 * DAY_MS, true) },
  },
  {
    name: 'the newest backup is damaged',
    check: 'backups',
    code: 'backups_damaged',
    fix: 'make a new one',
    options: { before: (dataDir) => storeBackup(dataDir, Date.now() - HOUR_MS, false) },
  },
  {
    name: 'a firewall keeps devices out',
    check: 'network',
    code: 'network_blocked',
    fix: 'firewall',
    options: { probes: { network: async () => ({ reach: 'blocked', platform: 'linux' }) } },
  },
  {
    name: 'the network cable is out',
    check: 'network',
    code: 'network_none',
    fix: 'cable',
    options: { probes: { network: async () => ({ reach: 'no_network', platform: 'linux' }) } },
  },
  {
    name: 'the computer goes to sleep',
    check: 'sleep',
    code: 'sleep_on',
    fix: 'never',
    options: {
      probes: {
        platform: 'win32',
        command: async () => 'Wechselstrom: 0x00000708\nGleichstrom: 0x00000384\n',
      },
    },
  },
  {
    name: 'the clock of this computer was set back',
    check: 'own_clock',
    code: 'clock_went_back',
    fix: 'Set date and time',
    options: { before: (dataDir) => storeBackup(dataDir, Date.now() + 2 * HOUR_MS, true) },
  },
  {
    name: 'the clock of this computer differs from all nodes',
    check: 'own_clock',
    code: 'clock_against_nodes',
    fix: 'on this computer',
    inject: (bench) => {
      nodeSaid(bench, 'Shop', -120_000);
      nodeSaid(bench, 'Yard', -121_000);
    },
  },
  {
    name: 'no time server sets the clock',
    check: 'own_clock',
    code: 'clock_unsynchronized',
    fix: 'set-ntp',
    options: {
      probes: {
        command: async (program) => ({ systemctl: 'masked\n', timedatectl: 'no\n' })[program],
      },
    },
  },
  {
    name: 'the clock of a node is ten minutes behind',
    check: 'node_clocks',
    code: 'node_clock_wrong',
    fix: 'on the node’s computer',
    inject: (bench) => {
      nodeSaid(bench, 'Shop', 10 * MINUTE_MS);
      nodeSaid(bench, 'Yard', 500);
    },
  },
  {
    name: 'the server crashes again and again',
    check: 'restarts',
    code: 'restarts_many',
    fix: 'log',
    options: {
      before: (dataDir) => {
        const starts = [40, 30, 20, 10].map((ago) => ({ at: Date.now() - ago * MINUTE_MS, ended: false }));
        writeFileSync(join(dataDir, 'starts.json'), JSON.stringify(starts));
      },
    },
  },
];
