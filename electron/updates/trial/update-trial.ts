import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { restoreData, type DataPlace } from './data-restore.ts';
import type { UpdateInstaller } from '../install/update-installer.ts';
import { choiceAtStart, type RecordFile, type UpdateRecord } from './update-record.ts';

export interface TrialDeps {
  /** Of the program that runs. */
  readonly version: string;
  readonly place: DataPlace;
  readonly record: RecordFile;
  /** Undefined where the program did not come as a package; then there is nothing to put back. */
  readonly installer: UpdateInstaller | undefined;
  /** Starts the server unless it runs or is about to, and says whether it is sound. */
  readonly healthy: () => Promise<boolean>;
  readonly log: Logger;
  readonly limits?: TrialLimits;
}

export interface TrialLimits {
  /** How long a new version has to prove itself. */
  readonly withinMs: number;
  readonly everyMs: number;
}

const LIMITS: TrialLimits = { withinMs: 120_000, everyMs: 2_000 };
/** Good answers in a row: a server that breaks down a moment after its start is not sound. */
const GOOD_LOOKS = 3;

/**
 * `leave`: call `putBack` and end the program. `failed`: only a person can put the former version back. `ended`: somebody
 * ended the program before anything was known.
 */
export type TrialOutcome = 'serve' | 'leave' | 'failed' | 'ended';

/** What the first moments after an update are about: the new version proves itself, or the former one comes back. */
export class UpdateTrial {
  readonly #deps: TrialDeps;
  #isOver = false;

  constructor(deps: TrialDeps) {
    this.#deps = deps;
  }

  /**
   * Call before the server starts. Data of a failed update are put back here, by the former version; rejects when that
   * cannot be done, and no server may start then.
   */
  async begin(): Promise<TrialOutcome | 'prove'> {
    const { version, record, log, place, installer } = this.#deps;
    const last = record.read();
    const choice = choiceAtStart(last, version);
    if (last === undefined || choice === 'nothing') return 'serve';
    switch (choice) {
      case 'forget':
        log.warn({ update: last }, 'The update did not take place');
        record.forget();
        installer?.tidy([version]);
        return 'serve';
      case 'trial':
        record.write({ ...last, stage: 'trial', starts: last.starts + 1 });
        return 'prove';
      case 'put-back':
        return this.#goesBack(last) ? 'leave' : 'failed';
      case 'restore-data': {
        const isBack = await restoreData(place, last);
        record.write({ ...last, stage: 'gone-back' });
        if (isBack)
          log.warn({ update: last }, 'The update failed; this version runs with the data of before');
        else
          log.error(
            { update: last },
            'The backup of before the update is gone; the data were left as they are',
          );
        return 'serve';
      }
    }
  }

  /** The health gate. */
  async prove(): Promise<TrialOutcome> {
    const { record, log } = this.#deps;
    const last = record.read();
    if (last === undefined) return 'serve';
    if (await this.#isSound()) {
      this.confirm();
      return 'serve';
    }
    if (this.#isOver) return 'ended';
    log.error({ update: last }, 'The new version did not prove itself');
    return this.#goesBack(last) ? 'leave' : 'failed';
  }

  /** The program ends: a server that stops is no failure, and must not be started again. */
  end(): void {
    this.#isOver = true;
  }

  /** The new version is sound after all or for the first time. */
  confirm(): void {
    const { record, installer, version, log } = this.#deps;
    const last = record.read();
    if (last === undefined || last.to !== version || last.stage === 'confirmed') return;
    record.write({ ...last, stage: 'confirmed' });
    installer?.tidy([last.from, last.to]);
    log.info({ update: last }, 'The new version proved itself');
  }

  /** Puts the former program back, which starts when this one ended. */
  putBack(): void {
    const { record, installer, log } = this.#deps;
    const last = record.read();
    if (last?.stage !== 'going-back' || last.kept === null) return;
    try {
      installer?.putBack(last.kept);
      log.warn({ update: last }, 'The former version was put back');
    } catch (error) {
      log.error({ err: error }, 'The former version could not be put back');
    }
  }

  /** From here on the update counts as failed. True when the former program can be put back from here. */
  #goesBack(last: UpdateRecord): boolean {
    const { record, installer } = this.#deps;
    record.write({ ...last, stage: 'going-back' });
    return last.kept !== null && existsSync(last.kept) && installer?.putsBack === true;
  }

  async #isSound(): Promise<boolean> {
    const { withinMs, everyMs } = this.#deps.limits ?? LIMITS;
    const end = performance.now() + withinMs;
    let good = 0;
    while (!this.#isOver && performance.now() < end) {
      good = (await this.#deps.healthy().catch(() => false)) ? good + 1 : 0;
      if (good === GOOD_LOOKS && !this.#isOver) return true;
      await pause(everyMs);
    }
    return false;
  }
}
