// What the desktop specs share: a computer with two displays, and every program that can stand for the shell's host.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'vitest';
import type { Desktop } from '../support/desktop-host/driver/desktop.ts';
import { installedElectron, startInElectron } from '../support/desktop-host/driver/electron-desktop.ts';
import { startOnHost } from '../support/desktop-host/driver/host-desktop.ts';
import { VirtualDisplay } from '../support/desktop-host/driver/virtual-display.ts';
import { anyFreePort } from '../../scripts/throwaway/ports.ts';
import { temporaryFolder } from '../support/test-config.ts';

const SHOTS = new URL('../../test-results/desktop/', import.meta.url).pathname;

/** A computer on which the program is installed and was never started. */
export class DesktopComputer {
  readonly port: number;
  readonly dataDir: string;
  readonly #display: VirtualDisplay;
  readonly #folder: ReturnType<typeof temporaryFolder>;
  readonly #host: Host;
  #running: Desktop | undefined;

  private constructor(host: Host, port: number, display: VirtualDisplay) {
    this.#host = host;
    this.port = port;
    this.#display = display;
    this.#folder = temporaryFolder();
    this.dataDir = join(this.#folder.path, 'data');
    mkdirSync(this.dataDir);
    // Nothing of a test is announced to the network.
    writeFileSync(join(this.dataDir, 'shell.json'), JSON.stringify({ mdns: false }));
  }

  static async switchOn(host: Host): Promise<DesktopComputer> {
    return new DesktopComputer(host, await anyFreePort(), await VirtualDisplay.start());
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get desktop(): Desktop {
    if (this.#running === undefined) throw new Error('The program was not started');
    return this.#running;
  }

  async start(...args: readonly string[]): Promise<Desktop> {
    const { dataDir, port } = this;
    this.#running = await this.#host.start({ dataDir, port, display: this.#display.name, args });
    return this.#running;
  }

  /** Keeps what is on both displays in `test-results`. */
  async picture(name: string): Promise<void> {
    mkdirSync(SHOTS, { recursive: true });
    await this.#display.picture(join(SHOTS, `${this.#host.short}-${name}.png`));
  }

  async switchOff(): Promise<void> {
    await this.#running?.[Symbol.asyncDispose]();
    await this.#display.stop();
    this.#folder[Symbol.dispose]();
  }
}

interface Host {
  readonly short: string;
  readonly start: typeof startOnHost;
}

const NOT_INSTALLED = 'Electron binary not installed: run npx install-electron';

/** The same specs on the test host and, where it was fetched, in Electron itself. */
export function onEveryHost(title: string, specs: (switchOn: () => Promise<DesktopComputer>) => void): void {
  describe(`${title}, on the desktop test host`, () => {
    specs(() => DesktopComputer.switchOn({ short: 'host', start: startOnHost }));
  });
  if (installedElectron === undefined) {
    console.log(`SKIPPED: ${title}, in Electron. ${NOT_INSTALLED}`);
    describe.skip(`${title}, in Electron (${NOT_INSTALLED})`, () =>
      specs(() => Promise.reject(new Error(NOT_INSTALLED))));
    return;
  }
  describe(`${title}, in Electron`, () => {
    specs(() => DesktopComputer.switchOn({ short: 'electron', start: startInElectron }));
  });
}
