import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { anyFreePort } from '../../throwaway/ports.ts';
import { stopChild } from '../../throwaway/server-process.ts';
import { firstAnswer, startNode } from './server-process.ts';

const PROGRAM = fileURLToPath(new URL('./bare-server.ts', import.meta.url));

/** Node's HTTP server on the server's core, with nothing in front of what it holds in memory. */
export class BareNode implements AsyncDisposable {
  readonly port: number;
  readonly #child: ChildProcess;

  private constructor(port: number, child: ChildProcess) {
    this.port = port;
    this.#child = child;
  }

  static async start(): Promise<BareNode> {
    const port = await anyFreePort();
    const child = startNode([PROGRAM], { env: { ...process.env, PORT: String(port) } });
    const ended = new AbortController();
    child.once('exit', () => ended.abort(new Error('The bare server ended.')));
    await firstAnswer(port, ended.signal);
    return new BareNode(port, child);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  async put(name: string, bytes: Buffer<ArrayBuffer> | string): Promise<void> {
    const answer = await fetch(`http://127.0.0.1:${this.port}/${name}`, { method: 'PUT', body: bytes });
    if (!answer.ok) throw new Error(`The bare server answered ${answer.status}.`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await stopChild(this.#child);
  }
}
