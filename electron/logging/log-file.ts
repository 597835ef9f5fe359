import { closeSync, fstatSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';

const MAX_BYTES = 5 * 1024 * 1024;
/** Older ones kept beside the current file, as `.1` (newest) and up. */
const KEPT = 3;

/** There may be no file of an age yet, and what cannot be moved stays. */
function tolerate(work: () => void): void {
  try {
    work();
  } catch {
    // Said above.
  }
}

/** The log of a program without a terminal: lines are written at once, and full files make room for new ones. */
export class LogFile {
  readonly file: string;
  readonly #maxBytes: number;
  /** Undefined while there is no file: a number that was closed may be the database's by now. */
  #handle: number | undefined;
  #bytes = 0;

  constructor(folder: string, maxBytes: number = MAX_BYTES) {
    this.file = join(folder, 'sentinel.log');
    this.#maxBytes = maxBytes;
    mkdirSync(dirname(this.file), { recursive: true, mode: 0o700 });
    this.#open();
  }

  /** Appends a finished line. Never throws: a full disk must not end the server through its log. */
  write(line: string): void {
    try {
      if (this.#bytes >= this.#maxBytes) this.#turnOver();
      this.#bytes += writeSync(this.#handle ?? this.#open(), line);
    } catch {
      // Nowhere is left to say it.
    }
  }

  close(): void {
    const handle = this.#handle;
    this.#handle = undefined;
    if (handle !== undefined) closeSync(handle);
  }

  #open(): number {
    const handle = openSync(this.file, 'a', 0o600);
    this.#handle = handle;
    this.#bytes = fstatSync(handle).size;
    return handle;
  }

  #turnOver(): void {
    this.close();
    tolerate(() => rmSync(`${this.file}.${KEPT}`, { force: true }));
    for (let age = KEPT - 1; age >= 0; age -= 1) {
      const from = age === 0 ? this.file : `${this.file}.${age}`;
      tolerate(() => renameSync(from, `${this.file}.${age + 1}`));
    }
    this.#open();
    // Another program may hold the old one fast: a log that grows is better than none.
    if (this.#bytes >= this.#maxBytes) this.#bytes = 0;
  }
}
