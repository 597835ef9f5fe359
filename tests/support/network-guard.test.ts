import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** RFC 5737: an address that belongs to nobody. */
const FOREIGN = '192.0.2.1';
const root = join(import.meta.dirname, '..', '..');
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'network-guard-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Run {
  code: number | null;
  output: string;
  recorded: string;
}

/** Runs Node with a record of its own, so that what is planted here does not fail the real run. */
async function runNode(args: string[], name: string): Promise<Run> {
  const log = join(folder, `${name}.log`);
  const env = { ...process.env, SENTINEL_TEST_NETWORK_LOG: log };
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  child.stderr.on('data', (chunk) => (output += String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output, recorded: existsSync(log) ? readFileSync(log, 'utf8') : '' };
}

describe('network guard', () => {
  it.each([
    ['net.connect', `require('node:net').connect(80, '${FOREIGN}')`],
    ['net.connect with options', `require('node:net').connect({ host: '${FOREIGN}', port: 80 })`],
    ['tls.connect', `require('node:tls').connect({ host: '${FOREIGN}', port: 443 })`],
    ['http.get', `require('node:http').get('http://${FOREIGN}/')`],
    ['fetch', `fetch('http://${FOREIGN}/')`],
    ['fetch whose failure is swallowed', `fetch('http://${FOREIGN}/').catch(() => {})`],
    ['dns.lookup', `require('node:dns').lookup('example.com', () => {})`],
    ['dns.promises.lookup', `import('node:dns/promises').then((dns) => dns.lookup('example.com'))`],
    ['dns.resolve4', `require('node:dns').resolve4('example.com', () => {})`],
    ['a Resolver', `new (require('node:dns').Resolver)().resolve4('example.com', () => {})`],
    ['a datagram', `require('node:dgram').createSocket('udp4').send('x', 9, '${FOREIGN}')`],
  ])('refuses and records %s in a child process', async (name, code) => {
    const run = await runNode(['-e', code], name);
    expect(run.recorded).toContain('A test reached for the network');
    if (!name.includes('swallowed')) expect(run.code).not.toBe(0);
  });

  it('fails a vitest run in which a test swallowed the error', async () => {
    const planted = join(folder, 'planted');
    const config = `export default { root: ${JSON.stringify(folder)}, test: { include: ['planted.mjs'],
      globalSetup: [${JSON.stringify(join(root, 'tests/support/network-guard.setup.ts'))}],
      setupFiles: [${JSON.stringify(join(root, 'tests/support/network-guard.mjs'))}] } }`;
    writeFileSync(join(folder, 'vitest.config.mjs'), config);
    const api = JSON.stringify(import.meta.resolve('vitest'));
    writeFileSync(
      `${planted}.mjs`,
      `import { it } from ${api}; it('planted', () => fetch('http://${FOREIGN}/').catch(() => {}))`,
    );
    const run = await runNode([vitest, 'run', '--config', join(folder, 'vitest.config.mjs')], 'vitest');
    expect(run.output).toContain('1 passed');
    expect(run.output).toContain('Tests tried to reach the network');
    expect(run.code).not.toBe(0);
  }, 30_000);

  it('lets a test talk to this computer by address and by name', async () => {
    const server = createServer((_request, response) => response.end('here')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    await expect(fetch(`http://127.0.0.1:${port}/`).then((answer) => answer.text())).resolves.toBe('here');
    const socket = connect({ port, host: 'localhost', family: 4 });
    await once(socket, 'connect');
    socket.destroy();
    server.close();
  });

  it('points every outgoing base address at a closed port of this computer', () => {
    for (const name of ['CLERK_API_URL', 'RELEASE_FEED_URL', 'RESEND_API_URL'])
      expect(process.env[name]).toMatch(/^http:\/\/127\.0\.0\.1:/);
  });
});
