import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

const CALL = /^call-\d+\.json$/;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** One program per folder: a second one leaves its command line there and is told that it is not the first. */
export class InstanceLock {
  readonly #folder: string;

  constructor(userData: string) {
    this.#folder = join(userData, 'instance');
  }

  take(onCall: (args: readonly string[]) => void): boolean {
    mkdirSync(this.#folder, { recursive: true });
    const holder = join(this.#folder, 'holder');
    if (existsSync(holder) && isAlive(Number(readFileSync(holder, 'utf8')))) {
      const call = join(this.#folder, `call-${process.pid}`);
      writeFileSync(`${call}.new`, JSON.stringify(process.argv));
      renameSync(`${call}.new`, `${call}.json`);
      return false;
    }
    writeFileSync(holder, String(process.pid));
    watch(this.#folder, () => this.#hear(onCall)).unref();
    process.once('exit', () => rmSync(holder, { force: true }));
    return true;
  }

  #hear(onCall: (args: readonly string[]) => void): void {
    for (const name of readdirSync(this.#folder).filter((each) => CALL.test(each))) {
      const file = join(this.#folder, name);
      const args = JSON.parse(readFileSync(file, 'utf8')) as string[];
      rmSync(file);
      onCall(args);
    }
  }
}
