import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { anyFreePort } from '../../throwaway/ports.ts';
import { stopChild } from '../../throwaway/server-process.ts';
import { SERVER_CORE, spawnOn } from '../machine/cores.ts';

/** Where files are kept in memory. */
const MEMORY = '/dev/shm';

/** nginx with one worker on the server's core, serving files from memory; what is PUT to it is stored there. */
export class Nginx implements AsyncDisposable {
  readonly port: number;
  /** The process that answers. */
  readonly pid: number;
  readonly #child: ChildProcess;
  readonly #folder: string;

  private constructor(
    port: number,
    pid: number,
    place: { readonly child: ChildProcess; readonly folder: string },
  ) {
    this.port = port;
    this.pid = pid;
    this.#child = place.child;
    this.#folder = place.folder;
  }

  static async start(): Promise<Nginx> {
    const folder = mkdtempSync(join(MEMORY, 'sentinel-bench-nginx-'));
    for (const name of ['files', 'temporary']) mkdirSync(join(folder, name));
    const port = await anyFreePort();
    const file = join(folder, 'nginx.conf');
    writeFileSync(file, configuration(folder, port));
    const options = ['-c', file, '-p', folder, '-e', join(folder, 'errors')];
    const child = spawnOn(SERVER_CORE, ['nginx', ...options], { stdio: ['ignore', 'ignore', 'inherit'] });
    const worker = await workerOf(child.pid ?? 0);
    return new Nginx(port, worker, { child, folder });
  }

  put(name: string, bytes: Buffer | string): void {
    writeFileSync(join(this.#folder, 'files', name), bytes);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await stopChild(this.#child);
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function configuration(folder: string, port: number): string {
  return `
daemon off;
master_process on;
worker_processes 1;
${process.getuid?.() === 0 ? 'user root;' : ''}
pid ${folder}/pid;
error_log ${folder}/errors;
events { worker_connections 4096; }
http {
  access_log off;
  sendfile on;
  tcp_nodelay on;
  keepalive_requests 100000000;
  keepalive_timeout 120s;
  client_max_body_size 8m;
  client_body_buffer_size 2m;
  client_body_temp_path ${folder}/temporary;
  proxy_temp_path ${folder}/temporary;
  fastcgi_temp_path ${folder}/temporary;
  uwsgi_temp_path ${folder}/temporary;
  scgi_temp_path ${folder}/temporary;
  types { application/vnd.apple.mpegurl m3u8; video/mp2t ts; }
  server {
    listen 127.0.0.1:${port};
    root ${folder}/files;
    location / { dav_methods PUT DELETE; }
  }
}
`;
}

/** The worker of a master process, as soon as it is there. */
async function workerOf(master: number): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const children = childrenOf(master);
    if (children !== undefined) return children;
    await sleep(50);
  }
  throw new Error('nginx did not start.');
}

function childrenOf(pid: number): number | undefined {
  try {
    const first = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0];
    return first === undefined || first === '' ? undefined : Number(first);
  } catch {
    return undefined;
  }
}
