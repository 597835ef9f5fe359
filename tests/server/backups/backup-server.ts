import { systemClock, type Clock } from '../../../server/clock.ts';
import type { Config } from '../../../server/config/config.ts';
import { createLogger } from '../../../server/log.ts';
import { startServer, type RunningServer } from '../../../server/start-server.ts';
import type { Backup } from '../../../server/contract/backups.ts';
import type { TestClient } from '../../support/test-client.ts';
import { temporaryFolder, testConfig } from '../../support/test-config.ts';
import { eventually } from '../../support/wait.ts';

/** A server in this process that restarts itself when it is asked to, as the programs that run it do. */
export class BackupServer {
  readonly #folder = temporaryFolder();
  readonly #clock: Clock;
  readonly #changes: Partial<Config>;
  readonly dataDir = this.#folder.path;
  readonly logLines: string[] = [];
  #running: RunningServer | undefined;
  /** How often it was started. */
  starts = 0;

  constructor(clock: Clock = systemClock, changes: Partial<Config> = {}) {
    this.#clock = clock;
    this.#changes = changes;
  }

  get running(): RunningServer {
    if (this.#running === undefined) throw new Error('The server does not run');
    return this.#running;
  }

  get url(): string {
    return this.running.url;
  }

  /** Resolves when it listens; `restarts` false is a host that cannot restart its server. */
  async start(restarts = true): Promise<void> {
    this.#running = await startServer({
      config: testConfig(this.dataDir, { logLevel: 'info', ...this.#changes }),
      log: createLogger('info', (line) => this.logLines.push(line)),
      clock: this.#clock,
      ...(restarts ? { onRestart: () => void this.#restart() } : {}),
    });
    this.starts += 1;
  }

  /** Waits until it was started so often. */
  async startedTimes(count: number): Promise<void> {
    await eventually(`start ${count}`, () => this.starts === count);
  }

  async stop(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    await running?.dispose();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    this.#folder[Symbol.dispose]();
  }

  /** Several requests to one server restart it once, as with the programs that run it. */
  async #restart(): Promise<void> {
    if (this.#running === undefined) return;
    await this.stop();
    await this.start();
  }
}

/** What the list of backups answers. */
export interface BackupList {
  readonly backups: readonly Backup[];
  readonly schedule: { readonly enabled: boolean; readonly hour: number };
  readonly next_at: string | null;
  readonly last_failure: { readonly at: string; readonly message: string } | null;
  readonly folder: string;
  readonly can_restore: boolean;
}

export async function listed(owner: TestClient): Promise<BackupList> {
  return (await owner.get('/api/backups')).json<BackupList>();
}

export async function backUp(owner: TestClient): Promise<Backup> {
  const answer = await owner.post('/api/backups');
  if (answer.status !== 200) throw new Error(`No backup: ${answer.status} ${answer.text}`);
  return answer.json<Backup>();
}
