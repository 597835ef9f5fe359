import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { holderOf, lockDataDirectory } from '../../../server/config/data-lock.ts';
import { requireUnmovedData } from '../../../server/config/service-record.ts';
import { temporaryFolder } from '../../support/test-config.ts';

describe('the lock of a data directory', () => {
  it('is one server’s alone, and is told with its address', () => {
    using folder = temporaryFolder();
    const lock = lockDataDirectory(folder.path);
    lock.announce('http://127.0.0.1:8000');
    expect(() => lockDataDirectory(folder.path)).toThrow(`process ${process.pid}, http://127.0.0.1:8000`);
    expect(holderOf(folder.path)).toEqual({ pid: process.pid, url: 'http://127.0.0.1:8000' });
    lock[Symbol.dispose]();
    expect(holderOf(folder.path)).toBeUndefined();
    lockDataDirectory(folder.path)[Symbol.dispose]();
  });

  it('a note of a killed server means nothing, also when another program has its process number by now', () => {
    using folder = temporaryFolder();
    writeFileSync(
      join(folder.path, 'server.json'),
      JSON.stringify({ pid: process.pid, url: 'http://127.0.0.1:1' }),
    );
    expect(holderOf(folder.path)).toBeUndefined();
    lockDataDirectory(folder.path)[Symbol.dispose]();
  });

  it('a lock file with something else in it is cleared, but never while a server has the lock', () => {
    using folder = temporaryFolder();
    const file = join(folder.path, 'server.lock');
    writeFileSync(file, 'something else\n'.repeat(500));
    const lock = lockDataDirectory(folder.path);
    writeFileSync(file, 'something else\n'.repeat(500));
    expect(() => lockDataDirectory(folder.path)).toThrow('already uses the data directory');
    lock[Symbol.dispose]();
    lockDataDirectory(folder.path)[Symbol.dispose]();
  });

  it('where nothing can be locked no server starts, with words that help', () => {
    using folder = temporaryFolder();
    mkdirSync(join(folder.path, 'server.lock'));
    expect(() => lockDataDirectory(folder.path)).toThrow(
      expect.objectContaining({ code: 'data-unlockable', message: expect.stringContaining('network drive') }),
    );
    rmSync(join(folder.path, 'server.lock'), { recursive: true });
    lockDataDirectory(folder.path)[Symbol.dispose]();
  });
});

describe('data that a service took over', () => {
  function served(from: string | null) {
    const folder = temporaryFolder();
    const serviceRecord = join(folder.path, 'service.json');
    const record = { dataDir: '/var/lib/s', url: 'http://127.0.0.1:8000', host: '0.0.0.0', from };
    writeFileSync(serviceRecord, JSON.stringify(record));
    return { serviceRecord, [Symbol.dispose]: () => folder[Symbol.dispose]() };
  }

  it('is refused by every name of its folder', () => {
    using folder = temporaryFolder();
    const data = join(folder.path, 'data');
    mkdirSync(data);
    symlinkSync(data, join(folder.path, 'link'));
    using record = served(data);
    for (const dataDir of [data, `${data}/`, join(folder.path, 'x', '..', 'data'), join(folder.path, 'link')])
      expect(() => requireUnmovedData({ dataDir, ...record }), dataDir).toThrow('is with the service');
    rmSync(data, { recursive: true });
    expect(() => requireUnmovedData({ dataDir: data, ...record })).toThrow('is with the service');
  });

  it('other data are not', () => {
    using folder = temporaryFolder();
    using record = served(join(folder.path, 'data'));
    requireUnmovedData({ dataDir: join(folder.path, 'data-2'), ...record });
    using none = served(null);
    requireUnmovedData({ dataDir: folder.path, ...none });
  });
});
