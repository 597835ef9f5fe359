import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serverOptions } from '../../bootstrap/paths.mjs';
import { Person } from '../../throwaway/person.ts';
import { anyFreePort } from '../../throwaway/ports.ts';
import { FOLLOW_PARENT, harmlessEnvironment, stopChild } from '../../throwaway/server-process.ts';
import { SERVER_CORE, spawnOn } from '../machine/cores.ts';
import type { LoopDelay } from './loop-delay.ts';

const EMAIL = 'bench@example.com';
const START_TIMEOUT_MS = 30_000;
const CAMERAS_PER_NODE = 8;
const LOOP_DELAY = import.meta.resolve('./loop-delay.ts');

export interface BenchCamera {
  readonly id: string;
  readonly nodeKey: string;
}

interface StartOptions {
  readonly watchLoop?: boolean;
  /** Default true; without one nobody is signed in, and no password is hashed. */
  readonly hasOwner?: boolean;
  /** Settings besides those every measured server has. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** A command center in a process of its own on the server's core, with its data in a folder that disappears. */
export class ServerProcess implements AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** Time from starting the program to its first answer, ms. */
  readonly startMs: number;
  readonly owner: Person;
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly #stopping: AbortController;

  private constructor(
    place: { readonly port: number; readonly folder: string; readonly startMs: number },
    child: ChildProcess,
    stopping: AbortController,
  ) {
    this.port = place.port;
    this.url = urlOf(place.port);
    this.startMs = place.startMs;
    this.owner = new Person(this.url, stopping.signal);
    this.#child = child;
    this.#folder = place.folder;
    this.#stopping = stopping;
  }

  /** Starts `node …args` and signs its owner in. */
  static async start(
    args: readonly string[],
    { watchLoop = false, hasOwner = true, environment = {} }: StartOptions = {},
  ): Promise<ServerProcess> {
    const watched = watchLoop ? ['--import', LOOP_DELAY] : [];
    const folder = mkdtempSync(join(tmpdir(), 'sentinel-bench-'));
    const port = await anyFreePort();
    const stopping = new AbortController();
    const password = randomBytes(9).toString('base64url');
    const startedAt = performance.now();
    const child = startNode([...watched, ...args], {
      cwd: folder,
      env: {
        ...harmlessEnvironment(),
        PORT: String(port),
        HOST: '127.0.0.1',
        SENTINEL_DATA_DIR: folder,
        ...(hasOwner ? { SENTINEL_OWNER_EMAIL: EMAIL, SENTINEL_OWNER_PASSWORD: password } : {}),
        RELEASE_CHECK: 'off',
        SENTINEL_MDNS: 'off',
        LOG_LEVEL: 'warn',
        ...environment,
      },
    });
    child.on('exit', (code) =>
      stopping.abort(new Error(`The server ended (exit code ${code ?? 'unknown'}).`)),
    );
    await firstAnswer(port, stopping.signal);
    const started = new ServerProcess(
      { port, folder, startMs: performance.now() - startedAt },
      child,
      stopping,
    );
    if (hasOwner) await started.owner.signIn(EMAIL, password);
    return started;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Begins to watch how late the event loop is; needs `watchLoop` at the start. */
  beginLoopDelay(): void {
    this.#child.send('begin');
  }

  loopDelay(): Promise<LoopDelay> {
    return new Promise((resolve) => {
      this.#child.once('message', (message) => resolve((message as { loopDelay: LoopDelay }).loopDelay));
      this.#child.send('loop-delay');
    });
  }

  /** Header line by which the owner's browser is known. */
  get cookieLine(): string {
    const { name, value } = this.owner.session;
    return `Cookie: ${name}=${value}\r\n`;
  }

  /** Registers so many more cameras. */
  async addCameras(count: number): Promise<BenchCamera[]> {
    const cameras: BenchCamera[] = [];
    while (cameras.length < count)
      cameras.push(...(await this.#addNode(Math.min(CAMERAS_PER_NODE, count - cameras.length))));
    return cameras;
  }

  async #addNode(count: number): Promise<BenchCamera[]> {
    const node = await this.owner.call<{ node_id: string; api_key: string }>('POST', '/api/nodes', {
      name: 'Bench node',
    });
    const answer = await fetch(`${this.url}/api/nodes/register`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-node-api-key': node.api_key },
      body: JSON.stringify({
        node_id: node.node_id,
        name: 'Bench node',
        node_version: '0.1.73',
        cameras: Array.from({ length: count }, (_, index) => ({
          device_path: `/dev/video${index * 2}`,
          name: `Camera ${index + 1}`,
          width: 1280,
          height: 720,
          capabilities: ['streaming'],
        })),
        video_codec: 'avc1.42c01f',
        http_port: 8080,
        lan_streaming: false,
      }),
    });
    if (!answer.ok) throw new Error(`Registering cameras answered ${answer.status}: ${await answer.text()}`);
    const { cameras } = (await answer.json()) as { cameras: Record<string, string> };
    return Object.values(cameras).map((id) => ({ id, nodeKey: node.api_key }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await stopChild(this.#child);
    this.#stopping.abort(new Error('stopped'));
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Starts a Node program on the server's core, run as the server is; it ends with this process at the latest. */
export function startNode(
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): ChildProcess {
  const command = [process.execPath, ...serverOptions, '--import', FOLLOW_PARENT, ...args];
  return spawnOn(SERVER_CORE, command, { ...options, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
}

function urlOf(port: number): string {
  return `http://127.0.0.1:${port}`;
}

/** Asks without a pause, so that the time of the first answer is right to some milliseconds. */
export async function firstAnswer(port: number, signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (performance.now() < deadline) {
    signal.throwIfAborted();
    const answer = await fetch(`${urlOf(port)}/api/health`).catch(() => undefined);
    if (answer !== undefined) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error('The server did not answer within 30 seconds.');
}
