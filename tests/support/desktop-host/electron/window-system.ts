import { join } from 'node:path';
import { Chromium, type Target } from '../chromium/chromium.ts';

/** Chromium while it runs: it starts with the first window and ends with the last. */
class WindowSystem {
  #running: Promise<Chromium> | undefined;
  #profile = '';

  setup(userData: string): void {
    this.#profile = join(userData, 'chromium');
  }

  async open(): Promise<Target> {
    return (await this.#chromium()).open();
  }

  /** Undefined while there is no window. */
  running(): Promise<Chromium> | undefined {
    return this.#running;
  }

  async close(): Promise<void> {
    const chromium = await this.#running;
    await chromium?.close();
  }

  #chromium(): Promise<Chromium> {
    this.#running ??= Chromium.start(this.#profile, () => {
      this.#running = undefined;
    });
    return this.#running;
  }
}

export const windowSystem = new WindowSystem();
