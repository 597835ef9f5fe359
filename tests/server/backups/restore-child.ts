// Started by the tests of restoring: does one thing to a database and is killed in the middle of it.
//   write FILE            commits rows and waits, so that a kill leaves them in the write-ahead log
//   stage FILE FROM N     makes FROM ready to take FILE's place; killed before the Nth step
//   back-up FILE TO N      copies FILE to TO; killed before the Nth step
//   apply FILE N          puts a staged restore in place; killed before the Nth step
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import BetterSqlite3 from 'better-sqlite3';
import { applyStagedRestore, stageRestore } from '../../../server/backups/staged-restore.ts';
import { systemClock } from '../../../server/clock.ts';
import { backUpDatabase } from '../../../server/db/backup.ts';
import { createLogger } from '../../../server/log.ts';

const FILE_STEPS = ['openSync', 'fsyncSync', 'linkSync', 'copyFileSync', 'renameSync', 'rmSync'] as const;
const ROWS = 2_000;
const DATABASE_STEPS = ['prepare', 'exec', 'pragma', 'close', 'backup'] as const;

/** Ends this process before the given step, as a power cut would; prints how many there were when it never comes. */
function dieBefore(step: number): void {
  let steps = 0;
  const count = (): void => {
    steps += 1;
    if (steps === step) process.kill(process.pid, 'SIGKILL');
  };
  const counted = (owner: object, name: string): void => {
    const real: unknown = Reflect.get(owner, name);
    if (typeof real !== 'function') throw new Error(name);
    Reflect.set(owner, name, function (this: unknown, ...args: unknown[]): unknown {
      count();
      return Reflect.apply(real, this, args);
    });
  };
  for (const name of FILE_STEPS) counted(fs, name);
  for (const name of DATABASE_STEPS) counted(BetterSqlite3.prototype, name);
  syncBuiltinESMExports();
  process.once('exit', () => process.stdout.write(`steps ${steps}\n`));
}

function writeAndWait(file: string): void {
  const connection = new BetterSqlite3(file);
  connection.pragma('journal_mode = WAL');
  connection.pragma('wal_autocheckpoint = 0');
  const insert = connection.prepare(
    `INSERT INTO settings (org_id, key, value, updated_at) VALUES ('org_1', ?, 'new', '2026-03-01T12:00:00.000Z')`,
  );
  for (let count = 1; count <= ROWS; count += 1) {
    insert.run(`written ${count}`);
    if (count === 200) process.stdout.write('written\n');
  }
  // Not closed, and no longer growing: whoever kills it may be late.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

const [act, file = '', ...rest] = process.argv.slice(2);
if (act === 'write') writeAndWait(file);
if (act === 'stage') {
  dieBefore(Number(rest[1]));
  const by = { at: systemClock.now(), address: '127.0.0.1', username: 'O', userId: 'u1', backup: 'x.db' };
  await stageRestore({ file, from: rest[0] ?? '', by });
}
if (act === 'back-up') {
  dieBefore(Number(rest[1]));
  await backUpDatabase(file, rest[0] ?? '');
}
if (act === 'apply') {
  dieBefore(Number(rest[0]));
  const outcome = applyStagedRestore({ file, clock: systemClock, log: createLogger('silent') });
  process.stdout.write(`${outcome.kind}\n`);
}
