import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { anyFreePort } from '../../../scripts/throwaway/ports.ts';
import { spawnServer } from '../../support/server-process.ts';
import { temporaryFolder } from '../../support/test-config.ts';

const CLI = fileURLToPath(new URL('../../../server/cli.ts', import.meta.url));

interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function doctor(dataDir: string, port: number, env: Readonly<Record<string, string>> = {}): Promise<Said> {
  const settings = {
    PORT: String(port),
    HOST: '127.0.0.1',
    SENTINEL_DATA_DIR: dataDir,
    RELEASE_CHECK: 'off',
    // Whatever the surroundings of the test say of it.
    SENTINEL_AGENT_WEBHOOK_URL: '',
  };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [CLI, 'doctor'],
      { env: { ...process.env, ...settings, ...env }, timeout: 45_000 },
      (error, out, err) => resolve({ code: error === null ? 0 : Number(error.code ?? 1), out, err }),
    );
  });
}

/** Lines that say that something is wrong; the dashboard may not be built where tests run. */
function wrongLines(out: string): string[] {
  return out
    .split('\n')
    .filter((line) => /^(WARN|WRONG)/.test(line))
    .filter((line) => !/Dashboard|Clock |Sleep/.test(line));
}

describe('npm run doctor', () => {
  it('without a server looks at what a start needs, and finds nothing wrong in a new place', async () => {
    using folder = temporaryFolder();
    const { out } = await doctor(join(folder.path, 'new'), await anyFreePort());
    expect(wrongLines(out)).toEqual([]);
    expect(out).toMatch(/^ok .*Port .*is free/m);
    expect(out).toMatch(/^ok .*Database .*no database yet/m);
    expect(out).toMatch(/^ok .*Settings/m);
  });

  it('names a port that another program has, and settings that were ignored', async () => {
    using folder = temporaryFolder();
    const other = createServer();
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    try {
      const address = other.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      const { code, out, err } = await doctor(folder.path, port, { FRONTEND_URL: 'no address' });
      expect(code).toBe(1);
      expect(err).toContain('checks need attention');
      expect(out).toMatch(/^WRONG .*another program has port/m);
      expect(out).toContain('→ Stop that program, or set PORT to a free number');
      expect(out).toMatch(/^WARN .*FRONTEND_URL is ignored/m);
    } finally {
      other.close();
    }
  });

  it('names a data directory that cannot be made and a database that is none', async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, 'file');
    writeFileSync(file, '');
    const blocked = await doctor(join(file, 'below'), await anyFreePort());
    expect(blocked.out).toMatch(/^WRONG .*data directory cannot be written/m);
    const data = join(folder.path, 'data');
    mkdirSync(data);
    writeFileSync(join(data, 'sentinel.db'), 'this is no database'.repeat(1_000));
    const damaged = await doctor(data, await anyFreePort());
    expect(damaged.out).toMatch(/^WRONG .*database is damaged/m);
    expect(damaged.out).toContain('npm run restore');
  });

  it('lets the running server examine itself, and says when it does not answer', async () => {
    using folder = temporaryFolder();
    const port = await anyFreePort();
    const server = await spawnServer({
      dataDir: folder.path,
      port,
      env: { RELEASE_CHECK: 'off', SENTINEL_MDNS: 'off' },
    });
    try {
      const well = await doctor(folder.path, port);
      expect(wrongLines(well.out)).toEqual([]);
      expect(well.out).toMatch(/^ok .*Live video .*taken in, served and decoded: 3 segments, 6 pictures/m);
      expect(well.out).toMatch(/^ok .*Tasks/m);
      server.child.kill('SIGSTOP');
      const hung = await doctor(folder.path, port);
      expect(hung.out).toMatch(/^WRONG .*does not answer on port/m);
    } finally {
      server.child.kill('SIGCONT');
      await server.kill();
      rmSync(folder.path, { recursive: true, force: true });
    }
  });
});
