// A running command center with three simulated cameras, in a folder that disappears at Ctrl-C.
import { type ChildProcess, spawn, type StdioOptions } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Person } from './throwaway/person.ts';
import { anyFreePort, isFree } from './throwaway/ports.ts';
import {
  FOLLOW_PARENT,
  harmlessEnvironment,
  stopChild,
  waitUntilHealthy,
} from './throwaway/server-process.ts';

const PREFERRED_PORT = 8000;
const EMAIL = 'demo@example.com';
const ROOT = join(import.meta.dirname, '..');

interface NewNode {
  node_id: string;
  api_key: string;
}

const children: ChildProcess[] = [];
const stopping = new AbortController();

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

async function createNode(url: string, password: string): Promise<NewNode> {
  const owner = new Person(url, stopping.signal);
  await owner.signIn(EMAIL, password);
  return owner.call<NewNode>('POST', '/api/nodes', { name: 'Demo node' });
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
  await waitUntilHealthy(url, stopping.signal);
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
