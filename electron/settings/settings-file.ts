import { EventEmitter } from 'node:events';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { shellSettings, type ShellSettings } from './shell-settings.ts';

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // Missing or not to be read: the shell must start, and its settings are few.
    return {};
  }
}

/** Either the old text or the new one is there at any moment, also when the computer loses power. */
function replaceFile(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const next = `${file}.new`;
  const handle = openSync(next, 'w', 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(next, file);
}

/** The shell's settings: one JSON file in the data directory, written as a whole. Emits `changed`. */
export class SettingsFile extends EventEmitter<{ changed: [ShellSettings] }> {
  readonly file: string;
  #current: ShellSettings;

  constructor(dataDir: string) {
    super();
    this.file = join(dataDir, 'shell.json');
    this.#current = shellSettings.safeParse(readJson(this.file)).data ?? shellSettings.parse({});
  }

  get current(): ShellSettings {
    return this.#current;
  }

  /** Changes some settings and writes them. Throws what the file system throws; the old ones stand then. */
  update(changes: Partial<ShellSettings>): void {
    const next = shellSettings.parse({ ...this.#current, ...changes });
    replaceFile(this.file, `${JSON.stringify(next, null, 2)}\n`);
    this.#current = next;
    this.emit('changed', next);
  }
}
