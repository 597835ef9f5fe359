// A running command center with three simulated cameras, in a folder that disappears at Ctrl-C.
import { type ChildProcess, spawn, type StdioOptions } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const PREFERRED_PORT = 8000;
const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 8_000;
const EMAIL = 'demo@example.com';
const ROOT = join(import.meta.dirname, '..');
/** Stops the children even when the demo itself is killed outright. */
const FOLLOW_PARENT = import.meta.resolve('./bootstrap/follow-parent.mjs');

interface NewNode {
  node_id: string;
  api_key: string;
}

const children: ChildProcess[] = [];
const stopping = new AbortController();

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '0.0.0.0', () => probe.close(() => resolve(true)));
  });
}

function anyFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '0.0.0.0', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** Starts a program that ends the demo when it ends by itself. */
function start(
  name: string,
  args: string[],
  place: { readonly cwd: string; readonly env: NodeJS.ProcessEnv; readonly silent?: boolean },
): void {
  const { silent = false, ...options } = place;
  const stdio: StdioOptions = ['ignore', silent ? 'ignore' : 'inherit', 'inherit', 'ipc'];
  const child = spawn(process.execPath, ['--import', FOLLOW_PARENT, ...args], { ...options, stdio });
  children.push(child);
  child.on('error', (error) => stopping.abort(error));
  child.on('exit', (code) =>
    stopping.abort(new Error(`The ${name} ended (exit code ${code ?? 'unknown'}).`)),
  );
}

async function waitUntilHealthy(url: string): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    stopping.signal.throwIfAborted();
    const answer = await fetch(`${url}/api/health`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(200, undefined, { signal: stopping.signal });
  }
  throw new Error('The server did not become ready within 30 seconds.');
}

async function post(url: string, path: string, body: object, cookie?: string): Promise<Response> {
  const headers = { 'content-type': 'application/json', origin: url, ...(cookie ? { cookie } : {}) };
  const answer = await fetch(url + path, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
    signal: stopping.signal,
  });
  if (!answer.ok) throw new Error(`POST ${path} answered ${answer.status}: ${await answer.text()}`);
  return answer;
}

async function createNode(url: string, password: string): Promise<NewNode> {
  const session = await post(url, '/api/auth/sign-in', { email: EMAIL, password });
  const cookie = session.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0] ?? '')
    .find((pair) => pair.startsWith('sentinel_session='));
  if (cookie === undefined) throw new Error('Signing in set no session cookie.');
  const answer = await post(url, '/api/nodes', { name: 'Demo node' }, cookie);
  return (await answer.json()) as NewNode;
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
  await exited;
  clearTimeout(force);
}

/** Without what would make the demo use a real database or real accounts. */
function harmlessEnvironment(): NodeJS.ProcessEnv {
  const foreign = /^(DATABASE_URL|CLERK_|RESEND_|SENTINEL_)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}

async function runUntilStopped(folder: string): Promise<void> {
  const port = (await isFree(PREFERRED_PORT)) ? PREFERRED_PORT : await anyFreePort();
  const url = `http://127.0.0.1:${port}`;
  const environment = harmlessEnvironment();
  const password = randomBytes(9).toString('base64url');
  start('server', [join(ROOT, 'dist', 'server', 'cli.js'), 'serve'], {
    // Not the checkout: its .env belongs to the real installation.
    cwd: folder,
    env: {
      ...environment,
      PORT: String(port),
      SENTINEL_DATA_DIR: folder,
      SENTINEL_OWNER_EMAIL: EMAIL,
      SENTINEL_OWNER_PASSWORD: password,
    },
  });
  await waitUntilHealthy(url);
  const node = await createNode(url, password);
  const target = ['--url', url, '--node-id', node.node_id, '--key', node.api_key, '--cameras', '3'];
  start('simulated node', [join(ROOT, 'scripts', 'simulate-node.ts'), ...target], {
    cwd: ROOT,
    env: environment,
    // Its progress would push the sign-in off the screen.
    silent: true,
  });
  console.log(
    `\nThe demo runs at ${url}\n  e-mail    ${EMAIL}\n  password  ${password}\nCtrl-C ends it and removes its data.\n`,
  );
  await new Promise((_resolve, reject) => {
    stopping.signal.addEventListener('abort', () => reject(stopping.signal.reason), { once: true });
  });
}

const stopRequested = new Error('stop requested');
process.on('SIGINT', () => stopping.abort(stopRequested));
process.on('SIGTERM', () => stopping.abort(stopRequested));
const folder = mkdtempSync(join(tmpdir(), 'sentinel-demo-'));
try {
  await runUntilStopped(folder);
} catch (error) {
  if (stopping.signal.reason !== stopRequested) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
} finally {
  // The node first, so that it does not report a server that went away.
  for (const child of children.toReversed()) await stopChild(child);
  rmSync(folder, { recursive: true, force: true });
}
