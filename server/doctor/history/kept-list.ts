import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Logger } from 'pino';
import { z } from 'zod';

/** A short list in a file of the data directory. It is convenient to have, so a disk that refuses it is no failure. */
export class KeptList<T> {
  readonly #file: string;
  readonly #schema: z.ZodType<T[]>;
  readonly #log: Logger;

  constructor(file: string, item: z.ZodType<T>, log: Logger) {
    this.#file = file;
    this.#schema = z.array(item);
    this.#log = log;
  }

  /** Empty when there is no such file, or it cannot be understood. */
  read(): readonly T[] {
    try {
      return this.#schema.parse(JSON.parse(readFileSync(this.#file, 'utf8')));
    } catch {
      return [];
    }
  }

  /** Whole or not at all. */
  write(items: readonly T[]): void {
    const draft = `${this.#file}.draft`;
    try {
      writeFileSync(draft, `${JSON.stringify(items)}\n`, { mode: 0o600 });
      renameSync(draft, this.#file);
    } catch (error) {
      this.#log.debug({ err: error }, 'A note for the doctor could not be kept');
    }
  }
}
