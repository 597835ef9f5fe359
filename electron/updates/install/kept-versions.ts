import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, extname, join } from 'node:path';

/** Ends the name of a file that is not whole yet. */
export const DRAFT = '.partial';

/** Folder with a file of each version one may want back, named after the version. */
export class KeptVersions {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Where a version's file lies, or is to be put. */
  place(version: string, extension: string): string {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    return join(this.#folder, `${version}${extension}`);
  }

  /** Deletes files of other versions than these, and what an interrupted copy left. */
  tidy(extension: string, versions: readonly string[]): void {
    for (const name of readdirSync(this.#folder)) {
      const isSpare = extname(name) === extension && !versions.includes(basename(name, extension));
      if (isSpare || name.endsWith(DRAFT)) rmSync(join(this.#folder, name), { force: true });
    }
  }
}
