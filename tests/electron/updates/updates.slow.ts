// Updates of an AppImage from a feed on loopback, through every stage, and the way back.
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RecordFile } from '../../../electron/updates/trial/update-record.ts';
import { UpdateTrial } from '../../../electron/updates/trial/update-trial.ts';
import { createLogger } from '../../../server/log.ts';
import { setUpOwner } from '../../support/people.ts';
import { eventually } from '../../support/wait.ts';
import { imageName } from './feed-server.ts';
import { startBench, stubImage, type Bench, type ProgramRun } from './update-bench.ts';

let bench: Bench;

beforeEach(async () => {
  bench = await startBench();
});

afterEach(() => bench[Symbol.asyncDispose]());

/** The program of version 0.1.0 with its server and an owner. */
async function serving(): Promise<ProgramRun> {
  const program = bench.run('0.1.0');
  expect(await program.updates.begin()).toBe(true);
  await program.host.start();
  await setUpOwner(program.host.url ?? '');
  return program;
}

function offer(version = '0.2.0'): Buffer {
  const image = stubImage(version, bench.startsFile);
  bench.feed.offer(version, image);
  return image;
}

const installed = (): Buffer => readFileSync(bench.image);
const started = (): string => (existsSync(bench.startsFile) ? readFileSync(bench.startsFile, 'utf8') : '');
const record = (): unknown => JSON.parse(readFileSync(join(bench.dataDir, 'updates', 'update.json'), 'utf8'));

function backup(): Buffer {
  const folder = join(bench.dataDir, 'backups');
  const name = readdirSync(folder).find((file) => file.endsWith('.db')) ?? '';
  return readFileSync(join(folder, name));
}

/** A new version that changes the tables and then does not come up. */
async function brokenStart(): Promise<never> {
  const database = new BetterSqlite3(bench.databaseFile);
  database.exec(
    'PRAGMA journal_mode = WAL; CREATE TABLE IF NOT EXISTS of_the_new_version (a); DELETE FROM users',
  );
  database.close();
  throw new Error('the new version does not start');
}

describe('a check', () => {
  it('offers nothing when the announced version is this one or older', async () => {
    const { updates } = bench.run('0.1.0');
    for (const version of ['0.1.0', '0.0.9']) {
      offer(version);
      await updates.shell.check();
      expect(updates.shell.state).toEqual({ kind: 'idle' });
    }
    expect(bench.feed.asked.filter((path) => path.endsWith('.AppImage'))).toEqual([]);
  });

  it('downloads a newer version, telling how far it is, and has it ready without touching the program', async () => {
    const image = offer();
    const before = installed();
    const { updates, states } = bench.run('0.1.0');
    await updates.shell.check();
    expect(updates.shell.state).toEqual({ kind: 'ready', version: '0.2.0' });
    expect(states.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['checking', 'downloading', 'ready']),
    );
    expect(readFileSync(join(bench.cache, imageName('0.2.0')))).toEqual(image);
    expect(installed()).toEqual(before);
    expect([...new Set(bench.feed.marks)]).toEqual(['none', undefined]);
  });

  it('says so when nothing is announced or nobody answers', async () => {
    const { updates } = bench.run('0.1.0');
    await updates.shell.check();
    expect(updates.shell.state).toEqual({
      kind: 'failed',
      message: 'nothing is announced at the update address',
    });
    await bench.feed[Symbol.asyncDispose]();
    await updates.shell.check();
    expect(updates.shell.state).toEqual({
      kind: 'failed',
      message: 'the update address does not answer as it should',
    });
    bench = await startBench();
  });
});

describe('a download', () => {
  it('that was changed on the way is refused and thrown away', async () => {
    offer();
    const before = installed();
    const program = await serving();
    bench.feed.mishap = 'changed on the way';
    await program.updates.shell.check();
    expect(program.updates.shell.state).toEqual({
      kind: 'failed',
      message: 'the download did not match what was announced and was thrown away',
    });
    expect(readdirSync(bench.cache)).toEqual([]);
    await program.updates.shell.install();
    await program.quit();
    expect(installed()).toEqual(before);
    expect(existsSync(join(bench.dataDir, 'updates', 'update.json'))).toBe(false);
  });

  it('that is cut off leaves nothing to apply, and the next one begins anew', async () => {
    const image = offer();
    const before = installed();
    const program = await serving();
    bench.feed.mishap = 'cut off';
    await program.updates.shell.check();
    expect(program.updates.shell.state.kind).toBe('failed');
    expect(readdirSync(bench.cache)).toEqual([]);
    bench.feed.mishap = 'none';
    await program.updates.shell.check();
    expect(program.updates.shell.state).toEqual({ kind: 'ready', version: '0.2.0' });
    expect(installed()).toEqual(before);
    await program.quit();
    expect(installed()).toEqual(image);
  });

  it('of which a killed program left a part is never applied, whatever that part is called', async () => {
    const image = offer();
    const part = image.subarray(0, 1000);
    mkdirSync(bench.cache, { recursive: true });
    for (const name of [imageName('0.2.0'), `temp-${imageName('0.2.0')}`])
      writeFileSync(join(bench.cache, name), part);
    const idle = await serving();
    await idle.quit();
    expect(installed()).not.toEqual(part);
    const program = bench.run('0.1.0');
    await program.host.start();
    await program.updates.shell.check();
    await program.quit();
    expect(installed()).toEqual(image);
  });

  it('that changes on the disk before it is applied is refused, and fetched anew', async () => {
    const image = offer();
    const before = installed();
    const program = await serving();
    await program.updates.shell.check();
    writeFileSync(join(bench.cache, imageName('0.2.0')), 'something else');
    await program.updates.shell.install();
    expect(program.updates.shell.state).toEqual({
      kind: 'failed',
      message: 'the downloaded update is damaged',
    });
    expect(installed()).toEqual(before);
    await program.updates.shell.check();
    expect(program.updates.shell.state).toEqual({ kind: 'ready', version: '0.2.0' });
    await program.quit();
    expect(installed()).toEqual(image);
  });
});

describe('an update', () => {
  it('applied now backs the database up, replaces the image under its name and starts the new version', async () => {
    const image = offer();
    const program = await serving();
    await program.updates.shell.check();
    await program.updates.shell.install();
    expect(installed()).toEqual(image);
    expect(record()).toMatchObject({ from: '0.1.0', to: '0.2.0', stage: 'applying', starts: 0 });
    expect(backup().subarray(0, 15).toString()).toBe('SQLite format 3');
    await eventually('the new version was started', () => started() === '0.2.0\n');

    const next = bench.run('0.2.0');
    expect(await next.updates.begin()).toBe(true);
    expect(next.host.state.kind).toBe('running');
    expect(record()).toMatchObject({ stage: 'confirmed' });
    await next.quit();
  });

  it('asked for twice is started once', async () => {
    offer();
    const program = await serving();
    await program.updates.shell.check();
    await Promise.all([program.updates.shell.install(), program.updates.shell.install()]);
    await program.updates.shell.install();
    await eventually('the new version was started', () => started() !== '');
    await pause(500);
    expect(started()).toBe('0.2.0\n');
  });

  it('is prepared without writing through what somebody put beside the image', async () => {
    const image = offer();
    const program = await serving();
    const victim = join(bench.dataDir, 'precious');
    writeFileSync(victim, 'precious');
    symlinkSync(victim, `${bench.image}.update`);
    await program.updates.shell.check();
    await program.quit();
    expect(installed()).toEqual(image);
    expect(readFileSync(victim, 'utf8')).toBe('precious');
  });

  it('leaves no half copies of versions behind once it is proven', async () => {
    offer();
    const program = await serving();
    mkdirSync(join(bench.dataDir, 'updates'), { recursive: true });
    writeFileSync(join(bench.dataDir, 'updates', '0.0.9.AppImage.partial'), 'half');
    await program.updates.shell.check();
    await program.quit();
    await bench.run('0.2.0').updates.begin();
    expect(record()).toMatchObject({ stage: 'confirmed' });
    expect(readdirSync(join(bench.dataDir, 'updates')).toSorted()).toEqual(['0.1.0.AppImage', 'update.json']);
  });

  it('applied when a person quits starts nothing', async () => {
    const image = offer();
    const program = await serving();
    await program.updates.shell.check();
    await program.quit();
    expect(installed()).toEqual(image);
    expect(started()).toBe('');
  });

  it('is not applied without a backup', async () => {
    offer();
    const before = installed();
    const program = await serving();
    await program.updates.shell.check();
    await program.host.stop();
    await program.updates.shell.install();
    expect(program.updates.shell.state).toEqual({
      kind: 'failed',
      message: 'the server does not run, so no backup can be made',
    });
    await program.quit();
    expect(installed()).toEqual(before);
  });
});

it('an update that was prepared and never took place is forgotten, and nothing of it stays', async () => {
  const program = await serving();
  const before = installed();
  writeFileSync(`${bench.image}.update`, 'left by a process that was killed');
  mkdirSync(join(bench.dataDir, 'updates'), { recursive: true });
  new RecordFile(join(bench.dataDir, 'updates', 'update.json')).write({
    from: '0.1.0',
    to: '0.2.0',
    stage: 'applying',
    starts: 0,
    backup: { file: join(bench.dataDir, 'none'), sha512: '' },
    kept: null,
  });
  await program.host.stop();
  const data = readFileSync(bench.databaseFile);
  expect(await bench.run('0.1.0').updates.begin()).toBe(true);
  expect(existsSync(`${bench.image}.update`)).toBe(false);
  expect(readFileSync(bench.databaseFile)).toEqual(data);
  expect(installed()).toEqual(before);
});

describe('an update that does not work', () => {
  /** Version 0.2.0 is installed and was not started yet. */
  async function updated(): Promise<Buffer> {
    const before = installed();
    offer();
    const program = await serving();
    await program.updates.shell.check();
    await program.updates.shell.install();
    await eventually('the new version was started', () => started() === '0.2.0\n');
    return before;
  }

  it('is taken back: the former image starts, and the database is byte by byte its backup', async () => {
    const before = await updated();
    const broken = bench.run('0.2.0', brokenStart);
    expect(await broken.updates.begin()).toBe(false);
    expect(installed()).toEqual(before);
    await eventually('the former version was started', () => started() === '0.2.0\n0.1.0\n');
    expect(readFileSync(bench.databaseFile)).not.toEqual(backup());

    const former = bench.run('0.1.0');
    expect(await former.updates.begin()).toBe(true);
    expect(readFileSync(bench.databaseFile)).toEqual(backup());
    expect(existsSync(`${bench.databaseFile}-wal`)).toBe(false);
    expect(existsSync(`${bench.databaseFile}.failed-update-0.2.0`)).toBe(true);
    expect(record()).toMatchObject({ stage: 'gone-back' });

    expect((await former.host.start()).kind).toBe('running');
    const answer = await fetch(`${former.host.url}/api/auth/config`);
    expect(await answer.json()).toMatchObject({ setup_required: false });
    await former.updates.shell.checkQuietly();
    expect(former.updates.shell.state).toEqual({
      kind: 'failed',
      message: '0.2.0 did not work here, 0.1.0 was put back',
    });
    await former.updates.shell.check();
    expect(former.updates.shell.state).toEqual({ kind: 'ready', version: '0.2.0' });
  });

  it('is taken back also when it was killed at each start before it could tell', async () => {
    const before = await updated();
    // Three processes that got no further than counting their start.
    for (let start = 1; start <= 3; start += 1) {
      const killed = new UpdateTrial({
        version: '0.2.0',
        place: bench,
        record: new RecordFile(join(bench.dataDir, 'updates', 'update.json')),
        installer: undefined,
        healthy: async () => false,
        log: createLogger('silent', () => undefined),
      });
      expect(await killed.begin()).toBe('prove');
      expect(record()).toMatchObject({ stage: 'trial', starts: start });
    }
    expect(await bench.run('0.2.0').updates.begin()).toBe(false);
    expect(installed()).toEqual(before);
  });

  it('is taken back once: a power cut right after it leaves what the failed version made of the data', async () => {
    await updated();
    const broken = bench.run('0.2.0', brokenStart);
    await broken.updates.begin();
    const file = join(bench.dataDir, 'updates', 'update.json');
    const goingBack = readFileSync(file);
    expect(await bench.run('0.1.0').updates.begin()).toBe(true);
    const aside = readFileSync(`${bench.databaseFile}.failed-update-0.2.0`);
    expect(aside).not.toEqual(backup());
    // The note of it was lost.
    writeFileSync(file, goingBack);
    expect(await bench.run('0.1.0').updates.begin()).toBe(true);
    expect(readFileSync(bench.databaseFile)).toEqual(backup());
    expect(readFileSync(`${bench.databaseFile}.failed-update-0.2.0`)).toEqual(aside);
    expect(record()).toMatchObject({ stage: 'gone-back' });
  });

  it('and that somebody quits before it could tell is not started again, nor taken back yet', async () => {
    await updated();
    let starts = 0;
    const slow = bench.run('0.2.0', async () => {
      starts += 1;
      return brokenStart();
    });
    const beginning = slow.updates.begin();
    await eventually('it was started', () => starts > 0);
    await slow.quit();
    const startsUntilThen = starts;
    expect(await beginning).toBe(false);
    expect(starts).toBe(startsUntilThen);
    expect(record()).toMatchObject({ stage: 'trial', starts: 1 });
    expect(started()).toBe('0.2.0\n');
  });

  it('and whose backup was changed leaves the data alone and says so in the log', async () => {
    await updated();
    const broken = bench.run('0.2.0', brokenStart);
    await broken.updates.begin();
    const folder = join(bench.dataDir, 'backups');
    for (const name of readdirSync(folder)) writeFileSync(join(folder, name), 'no longer a backup');
    const left = readFileSync(bench.databaseFile);
    expect(await bench.run('0.1.0').updates.begin()).toBe(true);
    expect(readFileSync(bench.databaseFile)).toEqual(left);
    expect(record()).toMatchObject({ stage: 'gone-back' });
  });

  it('and whose former image is gone keeps running, says what to do, and counts as proven once it works', async () => {
    await updated();
    rmSync(join(bench.dataDir, 'updates', '0.1.0.AppImage'));
    const broken = bench.run('0.2.0', brokenStart);
    expect(await broken.updates.begin()).toBe(true);
    expect(broken.updates.shell.state).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('0.2.0 does not work; install 0.1.0 again'),
    });
    for (let look = 0; look < 60; look += 1)
      broken.host.emit('health', { tone: 'ok', cameras: 0, subscribers: 0 });
    expect(record()).toMatchObject({ stage: 'confirmed' });
  });
});
