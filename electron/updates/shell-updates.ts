import type { Logger } from 'pino';
import type { Updates, UpdateState } from '../menu/update-state.ts';
import type { FeedAddress } from './feed-address.ts';
import type { UpdateInstaller } from './install/update-installer.ts';
import { updateProblem } from './update-problem.ts';
import type { RecordFile } from './trial/update-record.ts';
import { sha512Of, type DownloadedUpdate, type UpdateSource } from './update-source.ts';

export interface ShellUpdatesDeps {
  /** Of the program that runs. */
  readonly version: string;
  readonly address: () => FeedAddress;
  readonly source: UpdateSource;
  /** Undefined where the program did not come as a package that can replace itself. */
  readonly installer: UpdateInstaller | undefined;
  readonly record: RecordFile;
  /** Makes a checked backup of the database. Rejects with words for people. */
  readonly backUpNow: () => Promise<{ readonly file: string }>;
  /** Ends the program in good order without asking. */
  readonly leave: () => Promise<void>;
  readonly onChange: () => void;
  readonly log: Logger;
}

/**
 * Fetches newer versions and applies them: look, download, check, back the database up, replace the program. Whatever fails
 * leaves the version that runs in place, and is said in the menu.
 */
export class ShellUpdates implements Updates {
  readonly #deps: ShellUpdatesDeps;
  #state: UpdateState = { kind: 'idle' };
  #update: DownloadedUpdate | undefined;
  #work: Promise<void> | undefined;
  #isPrepared = false;
  #relaunch = false;

  constructor(deps: ShellUpdatesDeps) {
    this.#deps = deps;
  }

  get state(): UpdateState {
    return this.#state.kind === 'idle' && this.#deps.address().kind === 'none'
      ? { kind: 'off' }
      : this.#state;
  }

  /** As asked for by a person: also a version that failed here once is fetched. */
  check(): Promise<void> {
    return this.#once(() => this.#fetch(true));
  }

  /** As the clock asks for it. */
  checkQuietly(): Promise<void> {
    return this.#once(() => this.#fetch(false));
  }

  /** Applies the version that is ready and starts it. */
  async install(): Promise<void> {
    await this.#once(() => this.#prepare());
    // Asked for twice, it is started once.
    if (!this.#isPrepared || this.#relaunch) return;
    this.#relaunch = true;
    this.#deps.installer?.startAgain();
    await this.#deps.leave();
  }

  /** While the server still runs: makes ready what is downloaded. Call only when a person chose to quit. */
  async beforeStop(): Promise<void> {
    if (this.#update !== undefined) await this.#once(() => this.#prepare());
  }

  /** Once the server has stopped, as the last thing before the process ends. */
  async afterStop(): Promise<void> {
    if (!this.#isPrepared || this.#update === undefined) return;
    try {
      await this.#deps.installer?.apply(this.#update, this.#relaunch);
    } catch (error) {
      this.#deps.log.error({ err: error }, 'The update could not be applied');
    }
  }

  /** Shown until something else happens. */
  fail(message: string): void {
    this.#enter({ kind: 'failed', message });
  }

  /** One thing at a time; whoever asks meanwhile waits for the same. */
  #once(work: () => Promise<void>): Promise<void> {
    this.#work ??= work()
      .catch((error: unknown) => {
        this.#deps.log.warn({ err: error }, 'The update failed');
        this.fail(updateProblem(error));
      })
      .finally(() => (this.#work = undefined));
    return this.#work;
  }

  async #fetch(byHand: boolean): Promise<void> {
    const { address, source, record, installer } = this.#deps;
    const where = address();
    // What is ready stays ready; what is prepared is about to be applied.
    if (where.kind === 'none' || this.#update !== undefined) return;
    if (where.kind === 'refused') return this.fail(where.message);
    if (installer === undefined) return this.fail('this copy came without an installer; replace it by hand');
    this.#enter({ kind: 'checking' });
    const version = await source.look(where.url);
    if (version === undefined) return this.#enter({ kind: 'idle' });
    const last = record.read();
    if (!byHand && last?.to === version && last.stage === 'gone-back')
      return this.fail(`${version} did not work here, ${last.from} was put back`);
    this.#enter({ kind: 'downloading', percent: 0 });
    this.#update = await source.download((percent) => this.#enter({ kind: 'downloading', percent }));
    this.#enter({ kind: 'ready', version });
  }

  async #prepare(): Promise<void> {
    const { installer, record, backUpNow, version: from } = this.#deps;
    const update = this.#update;
    if (update === undefined || installer === undefined || this.#isPrepared) return;
    // Whatever fails, the next look begins anew.
    this.#update = undefined;
    const { file } = await backUpNow();
    const sha512 = await sha512Of(file);
    const kept = await installer.prepare(update, from);
    record.write({ from, to: update.version, stage: 'applying', starts: 0, backup: { file, sha512 }, kept });
    this.#update = update;
    this.#isPrepared = true;
  }

  #enter(state: UpdateState): void {
    const isSame = JSON.stringify(state) === JSON.stringify(this.#state);
    this.#state = state;
    if (!isSame) this.#deps.onChange();
  }
}
