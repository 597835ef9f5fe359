import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';

/** Interfaces come and go with Wi-Fi and cables. */
const REFRESH_MS = 10_000;
const FILE = 'reached-from-network';

interface LanCallersServices {
  readonly clock: Clock;
  readonly log: Logger;
  readonly dataDir: string;
}

function addressesOfThisComputer(): ReadonlySet<string> {
  const all = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return new Set(all.map(({ address }) => address));
}

/** Whether a device other than this computer has ever connected. The first time is kept across restarts. */
export class LanCallers {
  readonly #services: LanCallersServices;
  readonly #file: string;
  #first: Date | undefined;
  #last: Date | undefined;
  #own: ReadonlySet<string> = new Set();
  #readAt = Number.NEGATIVE_INFINITY;

  constructor(services: LanCallersServices) {
    this.#services = services;
    this.#file = join(services.dataDir, FILE);
    this.#first = this.#kept();
  }

  get first(): Date | undefined {
    return this.#first;
  }

  /** Since the start. */
  get last(): Date | undefined {
    return this.#last;
  }

  /** Told of every connection, with the address it came from. */
  note(remote: string | undefined): void {
    if (remote === undefined) return;
    // Addresses of one cable alone come with its name: `fe80::1%eth0`.
    const address = remote.replace(/^::ffff:/, '').replace(/%.*$/, '');
    if (address === '::1' || address.startsWith('127.') || this.#isOwn(address)) return;
    this.#last = this.#services.clock.now();
    if (this.#first !== undefined) return;
    this.#first = this.#last;
    try {
      writeFileSync(this.#file, `${this.#first.toISOString()}\n`, { mode: 0o600 });
    } catch (error) {
      // Known until the next start; a full disk is told of elsewhere.
      this.#services.log.debug({ err: error }, 'The first call from the network could not be noted');
    }
  }

  #kept(): Date | undefined {
    if (!existsSync(this.#file)) return undefined;
    try {
      const at = new Date(readFileSync(this.#file, 'utf8').trim());
      return Number.isNaN(at.getTime()) ? undefined : at;
    } catch (error) {
      // A server that cannot read this note serves all the same.
      this.#services.log.debug({ err: error }, 'The note of the first call could not be read');
      return undefined;
    }
  }

  #isOwn(address: string): boolean {
    const now = this.#services.clock.monotonicMs();
    if (now - this.#readAt >= REFRESH_MS) {
      this.#own = addressesOfThisComputer();
      this.#readAt = now;
    }
    return this.#own.has(address);
  }
}
