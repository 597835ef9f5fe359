import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { renameDurably } from '../install/durable.ts';

/**
 * What is remembered of the last update, across the change of program. `applying`: everything is ready to go back, the new
 * version has not started yet. `trial`: it started and did not prove itself yet. `going-back`: it failed.
 */
const updateRecord = z.object({
  from: z.string(),
  to: z.string(),
  stage: z.enum(['applying', 'trial', 'confirmed', 'going-back', 'gone-back']),
  /** How often the new version was started without proving itself. */
  starts: z.number().int(),
  backup: z.object({ file: z.string(), sha512: z.string() }),
  /** The former version's file; null when there is none that could be put back. */
  kept: z.string().nullable(),
});
export type UpdateRecord = z.infer<typeof updateRecord>;

/** One JSON file, written as a whole. */
export class RecordFile {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  read(): UpdateRecord | undefined {
    try {
      return updateRecord.parse(JSON.parse(readFileSync(this.#file, 'utf8')));
    } catch {
      // There was no update, or nobody can know any more what it was.
      return undefined;
    }
  }

  /** On disk when this returns: the next thing done may be replacing the program. */
  write(record: UpdateRecord): void {
    mkdirSync(dirname(this.#file), { recursive: true, mode: 0o700 });
    const draft = `${this.#file}.new`;
    const handle = openSync(draft, 'w', 0o600);
    try {
      writeSync(handle, `${JSON.stringify(record, null, 2)}\n`);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameDurably(draft, this.#file);
  }

  forget(): void {
    rmSync(this.#file, { force: true });
  }
}

/** Most starts of a new version that does not prove itself. */
const MOST_STARTS = 3;

export type StartChoice = 'nothing' | 'forget' | 'trial' | 'put-back' | 'restore-data';

/** What the version that is starting has to do about the last update. */
export function choiceAtStart(record: UpdateRecord | undefined, version: string): StartChoice {
  if (record === undefined || record.stage === 'confirmed' || record.stage === 'gone-back') return 'nothing';
  if (version === record.from) return record.stage === 'applying' ? 'forget' : 'restore-data';
  // Somebody installed yet another version; its data are what they are.
  if (version !== record.to) return 'forget';
  if (record.stage === 'going-back') return 'put-back';
  return record.starts >= MOST_STARTS ? 'put-back' : 'trial';
}
