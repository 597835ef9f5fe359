// The scripts that register the service and move the data, run for real; only the service manager is told what to do.
import { execFileSync } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readServiceRecord } from '../../../server/config/service-record.ts';
import {
  ACCOUNT,
  isRoot,
  NEEDS_ROOT,
  PERSON,
  rightsIn,
  serviceBench,
  textsIn,
  type Bench,
} from './service-bench.ts';

const DATA: Readonly<Record<string, string>> = {
  'sentinel.db': 'all rows',
  'sentinel.db-wal': 'rows not folded in yet',
  'secrets/installation.key': 'a key',
  'backups/a night’s backup.db': 'older rows',
};
/** What belongs to the desktop program and to locks. */
const STAYS: Readonly<Record<string, string>> = {
  'shell.json': '{}',
  'shell/Cookies': 'a session',
  'logs/sentinel.log': 'a line',
  'server.lock': '',
};
const numberOf = (account: string): number =>
  Number(execFileSync('id', ['-u', account], { encoding: 'utf8' }));

let bench: Bench;

function fill(folder: string, texts: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(texts)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text, { mode: 0o644 });
  }
  execFileSync('chown', ['-R', PERSON, join(bench.base, 'home')]);
  execFileSync('chmod', ['700', join(bench.base, 'home')]);
}

/** What of the person's directory is the server's. */
function dataOf(folder: string): Record<string, string> {
  const kept = Object.entries(textsIn(folder)).filter(([path]) => !(path in STAYS) && path !== 'server.json');
  return Object.fromEntries(kept);
}

describe.skipIf(!isRoot)(`moving the data to a service and back (${NEEDS_ROOT})`, () => {
  beforeEach(() => {
    bench = serviceBench();
    fill(bench.person, { ...DATA, ...STAYS });
  });
  afterEach(() => bench[Symbol.dispose]());

  it('switching on moves everything, to be read by the service alone, and leaves the shell’s files', async () => {
    expect(await bench.run('install')).toMatchObject({ code: 0 });
    const { 'server.json': _lock, ...moved } = textsIn(bench.target);
    expect(moved).toEqual(DATA);
    expect(textsIn(bench.person)).toEqual(STAYS);
    const uid = numberOf(ACCOUNT);
    expect(rightsIn(bench.target).filter((line) => !line.startsWith('server.json'))).toEqual([
      `. 700 ${uid}`,
      `backups 700 ${uid}`,
      `backups/a night’s backup.db 600 ${uid}`,
      `secrets 700 ${uid}`,
      `secrets/installation.key 600 ${uid}`,
      `sentinel.db 600 ${uid}`,
      `sentinel.db-wal 600 ${uid}`,
      `shell 700 ${uid}`,
    ]);
    expect(readServiceRecord(bench.record)).toEqual({
      dataDir: bench.target,
      url: 'http://127.0.0.1:8000',
      host: '127.0.0.1',
      from: bench.person,
    });
    expect(statSync(bench.record).mode & 0o777).toBe(0o644);
    const managed = bench.calls().filter((call) => call.startsWith('systemctl') && !call.includes('show'));
    expect(managed).toEqual([
      'systemctl daemon-reload',
      'systemctl enable sentinel-command-center.service',
      'systemctl start sentinel-command-center.service',
    ]);
    expect(existsSync(`${bench.target}.incoming`)).toBe(false);
  });

  it('switching off gives everything back, to be read by the person alone', async () => {
    await bench.run('install');
    fill(bench.base, {});
    writeFileSync(join(bench.target, 'sentinel.db'), 'newer rows');
    expect(await bench.run('remove')).toMatchObject({ code: 0 });
    expect(textsIn(bench.person)).toEqual({ ...DATA, ...STAYS, 'sentinel.db': 'newer rows' });
    const uid = numberOf(PERSON);
    const rights = rightsIn(bench.person).filter((line) => /^(secrets|sentinel|backups)/.test(line));
    expect(rights).toEqual([
      `backups 700 ${uid}`,
      `backups/a night’s backup.db 600 ${uid}`,
      `secrets 700 ${uid}`,
      `secrets/installation.key 600 ${uid}`,
      `sentinel.db 600 ${uid}`,
      `sentinel.db-wal 600 ${uid}`,
    ]);
    for (const gone of [bench.target, bench.record, bench.definition]) expect(existsSync(gone)).toBe(false);
  });

  it('switching off keeps what is in the way', async () => {
    await bench.run('install');
    fill(bench.person, { 'sentinel.db': 'a stranger', 'sentinel.db.restore-staged': 'an old restore' });
    expect(await bench.run('remove')).toMatchObject({ code: 0 });
    const texts = textsIn(bench.person);
    expect(texts).toMatchObject(DATA);
    expect(texts['sentinel.db.restore-staged']).toBeUndefined();
    const kept = Object.entries(texts).filter(([path]) => path.startsWith('before-return-'));
    expect(kept.map(([, text]) => text)).toEqual(['a stranger', 'an old restore']);
  });

  it('a service that does not come up leaves everything as it was, and says why', async () => {
    const { code, said } = await bench.run('install', { env: { BROKEN: 'yes' } });
    expect(code).toBe(1);
    expect(said).toContain('the service says why');
    expect(said).toContain('The service does not answer; everything is as it was.');
    expect(textsIn(bench.person)).toEqual({ ...DATA, ...STAYS });
    for (const gone of [bench.target, bench.record, bench.definition]) expect(existsSync(gone)).toBe(false);
    expect(bench.calls().at(-1)).toBe('systemctl daemon-reload');
  });

  it('a link is refused: what it points to would not move, and root must not read it', async () => {
    symlinkSync('/etc/shadow', join(bench.person, 'backups', 'mine.db'));
    const { code, said } = await bench.run('install');
    expect(code).toBe(1);
    expect(said).toContain('links, which cannot move');
    expect(existsSync(bench.record)).toBe(false);
    expect(existsSync(`${bench.target}.incoming`)).toBe(false);
  });

  it('a file that the person may not read stops the move, although root could', async () => {
    writeFileSync(join(bench.person, 'root.db'), 'not theirs', { mode: 0o600 });
    chownSync(join(bench.person, 'root.db'), 0, 0);
    const { code, said } = await bench.run('install');
    expect(code).toBe(1);
    expect(said).toContain(`Not everything in ${bench.person} can be read.`);
    expect(existsSync(bench.record)).toBe(false);
  });

  it('data somebody else left at the place of the service is kept aside', async () => {
    mkdirSync(bench.target, { recursive: true });
    writeFileSync(join(bench.target, 'sentinel.db'), 'older');
    expect(await bench.run('install')).toMatchObject({ code: 0 });
    const aside = Object.entries(textsIn(join(bench.base, 'lib'))).find(([path]) => path.includes('.aside-'));
    expect(aside?.[1]).toBe('older');
  });

  it('the move ends when the program that keeps servers away ended', async () => {
    const { code, said } = await bench.run('install', { plan: { holder: 4_194_000 } });
    expect([code, said.trim()]).toEqual([1, 'The desktop program ended meanwhile.']);
    expect(existsSync(bench.record)).toBe(false);
    expect(textsIn(bench.person)).toMatchObject(DATA);
  });

  it('without a person a service with data of its own is registered; that data stays when it ends, and goes on', async () => {
    const alone = { plan: { from: '', person: '' } };
    expect(await bench.run('install', alone)).toMatchObject({ code: 0 });
    expect(readServiceRecord(bench.record)?.from).toBeNull();
    writeFileSync(join(bench.target, 'sentinel.db'), 'new');
    expect(await bench.run('remove', alone)).toMatchObject({ code: 0 });
    expect(existsSync(bench.record)).toBe(false);
    expect(textsIn(bench.target)['sentinel.db']).toBe('new');
    expect(await bench.run('install', { ...alone, env: { BROKEN: 'yes' } })).toMatchObject({ code: 1 });
    expect(textsIn(bench.target)['sentinel.db']).toBe('new');
    expect(await bench.run('install', alone)).toMatchObject({ code: 0 });
    expect(textsIn(bench.target)['sentinel.db']).toBe('new');
    expect(rightsIn(bench.target)).toContain(`sentinel.db 600 ${numberOf(ACCOUNT)}`);
    expect(textsIn(bench.person)).toEqual({ ...DATA, ...STAYS });
  });

  it.each([
    ['192.168.1.20', 'http://192.168.1.20:8000'],
    ['::1', 'http://[::1]:8000'],
    ['0.0.0.0', 'http://127.0.0.1:8000'],
    ['::', 'http://127.0.0.1:8000'],
  ])('a service that listens on %s is looked for at %s', async (address, url) => {
    expect(await bench.run('install', { plan: { host: address } })).toMatchObject({ code: 0 });
    expect(readServiceRecord(bench.record)).toMatchObject({ host: address, url });
  });

  it('a folder whose name would break the record is refused before anything happens', async () => {
    const from = `${bench.person}\nof somebody`;
    const { code, said } = await bench.run('install', { plan: { from } });
    expect([code, said.trim()]).toEqual([1, 'The name of the data directory has a line break in it.']);
    expect(existsSync(bench.target)).toBe(false);
  });

  it('what a killed service said earlier is not taken for an answer of the new one', async () => {
    const alone = { plan: { from: '', person: '' } };
    await bench.run('install', alone);
    await bench.run('remove', alone);
    writeFileSync(join(bench.target, 'server.json'), '{"pid":1,"url":"http://127.0.0.1:1"}');
    expect(await bench.run('install', { ...alone, env: { BROKEN: 'yes' } })).toMatchObject({ code: 1 });
    expect(existsSync(bench.record)).toBe(false);
  });

  it('links of the service’s own lead nobody else’s file into its hands', async () => {
    const alone = { plan: { from: '', person: '' } };
    await bench.run('install', alone);
    await bench.run('remove', alone);
    const theirs = join(bench.base, 'home', 'letter');
    writeFileSync(theirs, 'private', { mode: 0o640 });
    symlinkSync(theirs, join(bench.target, 'sentinel.db'));
    expect(await bench.run('install', alone)).toMatchObject({ code: 0 });
    expect([statSync(theirs).uid, statSync(theirs).mode & 0o777]).toEqual([0, 0o640]);
  });

  it('a removal that was cut short at the end is finished by another one', async () => {
    await bench.run('install');
    await bench.run('remove', { env: { CUT: 'systemctl disable:1' } });
    expect([existsSync(bench.record), existsSync(bench.definition)]).toEqual([false, true]);
    expect(await bench.run('remove')).toMatchObject({ code: 0 });
    expect(existsSync(bench.definition)).toBe(false);
    expect(textsIn(bench.person)).toMatchObject(DATA);
    const again = await bench.run('remove');
    expect([again.code, again.said.trim()]).toEqual([1, 'No service is registered.']);
  });

  it('on macOS moves the same, with launchd', async () => {
    expect(await bench.run('install', { system: 'darwin' })).toMatchObject({ code: 0 });
    const { 'server.json': _lock, ...moved } = textsIn(bench.target);
    expect(moved).toEqual(DATA);
    const definition = readFileSync(bench.definition, 'utf8');
    expect(definition).toContain(`<key>${bench.record}</key><true/>`);
    expect(definition).toContain(`<key>UserName</key><string>${ACCOUNT}</string>`);
    expect(bench.calls().filter((call) => call.startsWith('launchctl'))).toEqual([
      `launchctl bootstrap system ${bench.definition}`,
    ]);
    expect(await bench.run('remove', { system: 'darwin' })).toMatchObject({ code: 0 });
    expect(textsIn(bench.person)).toEqual({ ...DATA, ...STAYS });
  });

  /** The record says which side is live; that side has to be whole, whatever was going on. */
  function expectOneWholeSide(): 'service' | 'person' {
    const side = existsSync(bench.record) ? 'service' : 'person';
    const folder = side === 'service' ? bench.target : bench.person;
    expect(dataOf(folder)).toMatchObject(DATA);
    return side;
  }

  it.each([
    ['chown', 1, 'person'],
    ['mv', 2, 'person'],
    ['systemctl enable', 1, 'person'],
    ['sync', 1, 'person'],
    ['mv', 3, 'person'],
    ['sync', 2, 'service'],
    ['systemctl start', 1, 'service'],
  ] as const)(
    'power lost at %s %i while switching on: the data is whole with the %s',
    async (name, time, side) => {
      await bench.run('install', { env: { CUT: `${name}:${time}` } });
      expect(expectOneWholeSide()).toBe(side);
      if (side === 'person') {
        expect(await bench.run('install')).toMatchObject({ code: 0 });
        expect(expectOneWholeSide()).toBe('service');
      } else {
        expect(await bench.run('remove')).toMatchObject({ code: 0 });
        expect(expectOneWholeSide()).toBe('person');
        expect(Object.keys(textsIn(bench.person)).filter((path) => path.startsWith('sentinel.db'))).toEqual([
          'sentinel.db',
          'sentinel.db-wal',
        ]);
      }
    },
  );

  it.each([
    ['systemctl stop', 1, 'service'],
    ['mv', 1, 'service'],
    ['mv', 2, 'service'],
    ['sync', 1, 'service'],
    ['systemctl disable', 1, 'person'],
    ['sync', 2, 'person'],
  ] as const)(
    'power lost at %s %i while switching off: the data is whole with the %s',
    async (name, time, side) => {
      await bench.run('install');
      // Somebody's files in the way make every step happen.
      fill(bench.person, { 'sentinel.db': 'a stranger' });
      await bench.run('remove', { env: { CUT: `${name}:${time}` } });
      expect(expectOneWholeSide()).toBe(side);
      if (side === 'service') expect(await bench.run('remove')).toMatchObject({ code: 0 });
      else expect(await bench.run('install')).toMatchObject({ code: 0 });
      expect(expectOneWholeSide()).toBe(side === 'service' ? 'person' : 'service');
    },
  );
});
