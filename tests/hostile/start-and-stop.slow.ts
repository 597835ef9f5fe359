import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { exchange, firstAnswer, openSocket, readUntil } from '../server/http/raw-exchange.ts';
import { windowsUntil } from '../support/best-window.ts';
import { createNode, OWNER, setUpOwner } from '../support/people.ts';
import { anyFreePort } from '../../scripts/throwaway/ports.ts';
import { spawnServer } from '../support/server-process.ts';
import { ask, TestClient } from '../support/test-client.ts';
import { temporaryFolder } from '../support/test-config.ts';
import { eventually } from '../support/wait.ts';
import { runCommand, startCommand } from './command.ts';

/** Time a program of its own gets to start beside other tests, ms. */
const START_WITHIN_MS = 20_000;

describe('a start that cannot be', () => {
  it('a taken port is one sentence with its number and exit code 1; nothing is left behind', async () => {
    using folder = temporaryFolder();
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { code, output } = await runCommand({ cwd: folder.path, env: { PORT: String(port) } });
    other.close();
    expect(code).toBe(1);
    expect(output).toContain(`Port ${port} is already used by another program`);
    expect(output).toContain('set PORT to a free number');
    expect(output).not.toMatch(/\n\s+at |EADDRINUSE/);
    expect(readdirSync(folder.path).filter((name) => name.endsWith('.running'))).toEqual([]);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['PORT', { PORT: 'eighty' }, /^PORT must be a whole number\./m],
    ['PORT out of range', { PORT: '70000' }, /^PORT must be at most 65535\./m],
    ['a size', { SEGMENT_PUSH_MAX_BYTES: '2 MiB' }, /^SEGMENT_PUSH_MAX_BYTES must be a whole number\./m],
    ['LOG_LEVEL', { LOG_LEVEL: 'loud' }, /^LOG_LEVEL /m],
    ['DATABASE_URL', { DATABASE_URL: 'postgres://localhost/x' }, /^DATABASE_URL must start with "sqlite:"/m],
    [
      'an owner without a password',
      { SENTINEL_OWNER_EMAIL: 'a@example.com' },
      /^SENTINEL_OWNER_PASSWORD is missing/m,
    ],
  ])('%s: one sentence that names the variable, exit code 1', async (_, env, sentence) => {
    using folder = temporaryFolder();
    const { code, output } = await runCommand({ cwd: folder.path, env });
    expect([code, output]).toEqual([1, expect.stringMatching(sentence)]);
    expect(output).not.toMatch(/\n\s+at /);
  });

  it('a bad value in .env is named as well, and the environment wins over the file', async () => {
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, '.env'), 'CLEANUP_INTERVAL=often\n');
    const bad = await runCommand({ cwd: folder.path });
    expect([bad.code, bad.output]).toEqual([
      1,
      expect.stringContaining('CLEANUP_INTERVAL must be a whole number'),
    ]);
    const running = startCommand({ cwd: folder.path, env: { CLEANUP_INTERVAL: '5' } });
    await eventually('it runs', () => running.output().includes('is running'), START_WITHIN_MS);
    running.child.kill('SIGTERM');
    expect((await running.end).code).toBe(0);
  });

  it('an unknown command and an unknown option are one sentence', async () => {
    using folder = temporaryFolder();
    const command = await runCommand({ cwd: folder.path, args: ['dance'] });
    expect([command.code, command.output]).toEqual([
      1,
      expect.stringContaining('There is no command "dance". Commands: serve'),
    ]);
    const option = await runCommand({ cwd: folder.path, args: ['serve', '--fast'] });
    expect([option.code, option.output]).toEqual([1, expect.stringContaining('--fast')]);
    expect(option.output).not.toMatch(/\n\s+at /);
  });
});

describe('a damaged database', () => {
  it("stops the start; only on the operator's word it is kept aside and a new one begun", async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, 'sentinel.db');
    const damaged = 'this is no database\n'.repeat(300);
    writeFileSync(file, damaged);
    const refused = await runCommand({ cwd: folder.path });
    expect([refused.code, refused.output]).toEqual([
      1,
      expect.stringMatching(/is damaged .*Nothing was changed/),
    ]);
    expect(refused.output).not.toMatch(/\n\s+at /);
    expect(readFileSync(file, 'utf8')).toBe(damaged);
    const port = await anyFreePort();
    const args = ['serve', '--move-aside-damaged-database'];
    const anew = startCommand({ cwd: folder.path, args, env: { PORT: String(port) } });
    await eventually('it runs', () => anew.output().includes('is running'), START_WITHIN_MS);
    const kept = readdirSync(folder.path).filter((name) => name.startsWith('sentinel.db.damaged-'));
    expect(kept).toHaveLength(1);
    expect(readFileSync(join(folder.path, kept[0] ?? ''), 'utf8')).toBe(damaged);
    await setUpOwner(`http://127.0.0.1:${port}`);
    anew.child.kill('SIGTERM');
    await anew.end;
    const again = startCommand({ cwd: folder.path, args, env: { PORT: String(port) } });
    await eventually('it runs again', () => again.output().includes('is running'), START_WITHIN_MS);
    const config = await ask(`http://127.0.0.1:${port}/api/auth/config`, 'GET');
    expect(config.json()).toMatchObject({ setup_required: false });
    again.child.kill('SIGTERM');
    await again.end;
    expect(readdirSync(folder.path).filter((name) => name.includes('.damaged-'))).toEqual(kept);
  });
});

describe('commands beside a server', () => {
  it('backup works while it runs, restore and reassign refuse until it stopped', async () => {
    using folder = temporaryFolder();
    const server = await spawnServer({ dataDir: folder.path, port: await anyFreePort() });
    await setUpOwner(server.url);
    const target = join(folder.path, 'copy.db');
    const run = (...args: string[]) => runCommand({ cwd: folder.path, args });
    expect(await run('backup', '--to', target)).toMatchObject({
      code: 0,
      output: expect.stringContaining(target),
    });
    for (const args of [
      ['restore', '--from', target],
      ['reassign-organization', '--from', 'a', '--to', 'b'],
    ])
      expect(await run(...args)).toMatchObject({
        code: 1,
        output: expect.stringContaining('The server is running'),
      });
    expect((await ask(`${server.url}/api/auth/config`, 'GET')).json()).toMatchObject({
      setup_required: false,
    });
    expect(await server.stop()).toBe(0);
    expect(await run('restore', '--from', target)).toMatchObject({ code: 0 });
    expect(await run('restore')).toMatchObject({
      code: 1,
      output: expect.stringContaining('Name the backup'),
    });
    expect(await run('reassign-organization')).toMatchObject({
      code: 1,
      output: expect.stringMatching(/org_[\w-]+ \(\d+ rows\)/),
    });
    const next = await spawnServer({ dataDir: folder.path, port: await anyFreePort() });
    expect((await ask(`${next.url}/api/auth/config`, 'GET')).json()).toMatchObject({ setup_required: false });
    await next.stop();
  });
});

describe('stopping', () => {
  it('SIGTERM ends within 5 s with an open channel, a slow upload and idle connections; the database is folded in', async () => {
    const times = await windowsUntil({ limitMs: 5_000, windows: 3 }, async () => {
      using folder = temporaryFolder();
      const server = await spawnServer({ dataDir: folder.path, port: await anyFreePort() });
      const owner = await setUpOwner(server.url);
      const node = await createNode(owner);
      const machine = new TestClient(server.url, { 'x-node-api-key': node.key });
      const registered = await machine.post('/api/nodes/register', {
        node_id: node.nodeId,
        cameras: [{ device_path: '/dev/video0' }],
      });
      const [camera] = Object.values(registered.json<{ cameras: Record<string, string> }>().cameras);
      const channel = new WebSocket(`${server.url.replace('http', 'ws')}/ws/node`, {
        headers: { 'x-node-api-key': node.key, 'x-node-id': node.nodeId },
      });
      await once(channel, 'open');
      const closed = once(channel, 'close');
      const upload = await openSocket(server.url);
      upload.write(
        `POST /api/cameras/${camera}/push-segment?filename=segment_00001.ts HTTP/1.1\r\nHost: x\r\nX-Node-Api-Key: ${node.key}\r\nContent-Length: 100000\r\n\r\nsome`,
      );
      const idle = await Promise.all(Array.from({ length: 20 }, () => openSocket(server.url)));
      for (const socket of idle.slice(0, 10)) {
        const answered = readUntil(socket, (text) => text.includes('healthy'));
        socket.write('GET /api/health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
        await answered;
      }
      const begun = performance.now();
      expect(await server.stop()).toBe(0);
      const tookMs = performance.now() - begun;
      const [code] = (await closed) as [number];
      expect(code).toBe(1001);
      for (const socket of [...idle, upload]) socket.destroy();
      expect(readdirSync(folder.path).filter((name) => /\.(running|db-wal|db-shm)$/.test(name))).toEqual([]);
      return tookMs;
    });
    expect(Math.min(...times)).toBeLessThan(5_000);
  });

  it('a request under way is answered before the end', async () => {
    using folder = temporaryFolder();
    const server = await spawnServer({ dataDir: folder.path, port: await anyFreePort() });
    // The first password also starts a thread, for which a stopping server may not wait long enough.
    await setUpOwner(server.url);
    const form = JSON.stringify({ email: OWNER.email, password: OWNER.password });
    const answer = exchange(
      server.url,
      `POST /api/auth/sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: ${form.length}\r\nConnection: close\r\n\r\n${form}`,
    );
    await eventually(
      'the request has arrived',
      async () => (await ask(`${server.url}/api/health`, 'GET')).status === 200,
    );
    expect(await server.stop()).toBe(0);
    expect(firstAnswer(await answer).status).toBe(200);
  });

  it('more signals do not spoil a clean stop', async () => {
    const times = await windowsUntil({ limitMs: 5_000, windows: 3 }, async () => {
      using folder = temporaryFolder();
      const server = await spawnServer({ dataDir: folder.path, port: await anyFreePort() });
      // An upload that never ends keeps the stop waiting for a moment.
      const upload = await openSocket(server.url);
      upload.write('POST /api/auth/sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\n{');
      await eventually(
        'the request has arrived',
        async () => (await ask(`${server.url}/api/health`, 'GET')).status === 200,
      );
      const ended = once(server.child, 'exit');
      const begun = performance.now();
      server.child.kill('SIGINT');
      await eventually(
        'it stops accepting',
        async () => (await ask(`${server.url}/api/health`, 'GET').catch(() => undefined)) === undefined,
      );
      server.child.kill('SIGINT');
      server.child.kill('SIGTERM');
      const [code] = (await ended) as [number | null];
      const tookMs = performance.now() - begun;
      upload.destroy();
      expect(code).toBe(0);
      expect(readdirSync(folder.path).filter((name) => /\.(running|db-wal|db-shm)$/.test(name))).toEqual([]);
      return tookMs;
    });
    expect(Math.min(...times)).toBeLessThan(5_000);
  });
});
