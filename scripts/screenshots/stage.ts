import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anyFreePort } from '../throwaway/ports.ts';
import {
  FOLLOW_PARENT,
  harmlessEnvironment,
  stopChild,
  waitUntilHealthy,
} from '../throwaway/server-process.ts';

/** A server without anybody and anything, in a folder that disappears with it. */
export class Stage {
  readonly folder = mkdtempSync(join(tmpdir(), 'sentinel-shop-'));
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #stopping = new AbortController();

  private constructor(entry: string, port: number) {
    this.url = `http://127.0.0.1:${port}`;
    this.#child = spawn(process.execPath, ['--import', FOLLOW_PARENT, entry, 'serve'], {
      // Not the checkout: its .env belongs to the real installation.
      cwd: this.folder,
      env: {
        ...harmlessEnvironment(),
        PORT: String(port),
        // The clock of the browser that looks at it.
        TZ: 'Europe/Berlin',
        SENTINEL_DATA_DIR: this.folder,
        LOG_LEVEL: 'warn',
      },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#child.on('exit', (code) =>
      this.#stopping.abort(new Error(`The server ended (exit code ${code ?? 'unknown'}).`)),
    );
  }

  /** Starts the server of `entry` (a built `cli.js`); throws when it does not become ready. */
  static async open(entry: string): Promise<Stage> {
    const stage = new Stage(entry, await anyFreePort());
    try {
      await waitUntilHealthy(stage.url, stage.signal);
      return stage;
    } catch (error) {
      await stage.close();
      throw error;
    }
  }

  /** Aborted, with the reason, when the server ends by itself. */
  get signal(): AbortSignal {
    return this.#stopping.signal;
  }

  /** Ends the server and removes its data. */
  async close(): Promise<void> {
    await stopChild(this.#child);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
