import { closeSync, fstatSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';

const MAX_BYTES = 5 * 1024 * 1024;
/** Older ones kept beside the current file, as `.1` (newest) and up. */
const KEPT = 3;

/** The log of a program without a terminal: lines are written at once, and full files make room for new ones. */
export class LogFile {
  readonly file: string;
  readonly #maxBytes: number;
  #handle: number;
  #bytes: number;

  constructor(folder: string, maxBytes: number = MAX_BYTES) {
    this.file = join(folder, 'sentinel.log');
    this.#maxBytes = maxBytes;
    mkdirSync(dirname(this.file), { recursive: true, mode: 0o700 });
    this.#handle = openSync(this.file, 'a', 0o600);
    this.#bytes = fstatSync(this.#handle).size;
  }

  /** Appends a finished line. Never throws: a full disk must not end the server through its log. */
  write(line: string): void {
    try {
      if (this.#bytes >= this.#maxBytes) this.#turnOver();
      this.#bytes += writeSync(this.#handle, line);
    } catch {
      // Nowhere is left to say it.
    }
  }

  close(): void {
    closeSync(this.#handle);
  }

  #turnOver(): void {
    closeSync(this.#handle);
    rmSync(`${this.file}.${KEPT}`, { force: true });
    for (let age = KEPT - 1; age >= 0; age -= 1) {
      const from = age === 0 ? this.file : `${this.file}.${age}`;
      try {
        renameSync(from, `${this.file}.${age + 1}`);
      } catch {
        // There is no file of this age yet.
      }
    }
    this.#handle = openSync(this.file, 'a', 0o600);
    this.#bytes = fstatSync(this.#handle).size;
  }
}
