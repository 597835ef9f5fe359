import type { DownloadedUpdate } from '../update-source.ts';

/** Replaces the program in the way its package needs. */
export interface UpdateInstaller {
  /**
   * Does everything that takes time or can fail, and keeps the version that runs. Answers the kept file, null when there
   * is none. Throws words for people when the update cannot be applied; nothing is changed then.
   */
  prepare(update: DownloadedUpdate, running: string): Promise<string | null>;
  /**
   * Has the program started once this process ended, whichever version is installed by then: an update that fails at the last
   * moment must not leave the cameras unattended. Nothing where the installer itself starts it.
   */
  startAgain(): void;
  /** Replaces the program; the last thing before the process ends. */
  apply(update: DownloadedUpdate, relaunch: boolean): Promise<void>;
  /** False where only a person can put a kept version back. */
  readonly putsBack: boolean;
  /** Puts a kept version back and starts it once this process ended. */
  putBack(kept: string): void;
  /** Deletes kept files of other versions than these, and what an interrupted update left. */
  tidy(versions: readonly string[]): void;
}
