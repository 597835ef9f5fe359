import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DevTools, type Channel } from './devtools.ts';

/** A page as Chromium shows it in a window of its own. */
export interface Target {
  readonly id: string;
  readonly channel: Channel;
  /** Resolves when the page and its window are gone, whoever closed them. */
  readonly gone: Promise<void>;
}

const PROGRAM = '/usr/bin/chromium';
/** Where a window that is not shown stands: there is no window manager that could take it off the screen. */
export const OFF_SCREEN = { left: -8000, top: 0 } as const;
const BLANK = 'data:text/html,<title>New window</title>';

const FLAGS = [
  '--no-sandbox',
  '--test-type',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--no-default-browser-check',
  '--password-store=basic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-domain-reliability',
  '--disable-features=Translate',
  '--disable-popup-blocking',
  '--autoplay-policy=no-user-gesture-required',
  // As Electron's windows without background throttling.
  '--disable-renderer-backgrounding',
  '--disable-backgrounding-occluded-windows',
  // Names other than this machine's do not resolve, so a page cannot reach another host even by mistake.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
  '--remote-debugging-port=0',
  `--window-position=${OFF_SCREEN.left},${OFF_SCREEN.top}`,
  `--app=${BLANK}`,
];

/** Electron offers to save no passwords. */
function prepareProfile(profile: string): void {
  const folder = join(profile, 'Default');
  if (existsSync(folder)) return;
  mkdirSync(folder, { recursive: true });
  const preferences = { credentials_enable_service: false, profile: { password_manager_enabled: false } };
  writeFileSync(join(folder, 'Preferences'), JSON.stringify(preferences));
}

async function devToolsAddress(program: ChildProcess): Promise<string> {
  let said = '';
  for await (const chunk of program.stderr ?? []) {
    said += String(chunk);
    const address = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
    if (address !== undefined) return address;
  }
  throw new Error(`Chromium did not start:\n${said}`);
}

/** The Chromium whose windows stand for those of the desktop program. It ends with its last window. */
export class Chromium {
  /** Where other programs reach its developer tools too. */
  readonly address: string;
  /** Of the browser as a whole. */
  readonly channel: Channel;
  readonly #program: ChildProcess;
  readonly #devTools: DevTools;
  readonly #profile: string;
  readonly #goners = new Map<string, () => void>();
  #awaited: ((target: Target) => void)[] = [];
  #opening: Promise<unknown> = Promise.resolve();

  private constructor(
    parts: { readonly program: ChildProcess; readonly devTools: DevTools; readonly address: string },
    profile: string,
  ) {
    this.address = parts.address;
    this.#program = parts.program;
    this.#devTools = parts.devTools;
    this.#profile = profile;
    this.channel = parts.devTools.channel();
  }

  /** Starts it with a first window, which `open` answers first. */
  static async start(profile: string, onEnd: () => void): Promise<Chromium> {
    prepareProfile(profile);
    const program = spawn(PROGRAM, [...FLAGS, `--user-data-dir=${profile}`], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const address = await devToolsAddress(program);
    const devTools = await DevTools.connect(address);
    devTools.onClose(onEnd);
    const chromium = new Chromium({ program, devTools, address }, profile);
    chromium.#opening = chromium.#nextWindow(() => chromium.#listen());
    chromium.#first = chromium.#opening as Promise<Target>;
    return chromium;
  }

  #first: Promise<Target> | undefined;

  /** A further blank window, off the screen. */
  open(): Promise<Target> {
    const first = this.#first;
    this.#first = undefined;
    if (first !== undefined) return first;
    // The running browser opens the window for the second one, which ends at once.
    const opened = this.#opening.then(() =>
      this.#nextWindow(async () => {
        spawn(PROGRAM, [...FLAGS, `--user-data-dir=${this.#profile}`], { stdio: 'ignore' });
      }),
    );
    this.#opening = opened.catch(() => undefined);
    return opened;
  }

  async close(): Promise<void> {
    const ended = this.#program.exitCode === null ? once(this.#program, 'exit') : undefined;
    await this.channel.send('Browser.close').catch(() => undefined);
    await ended;
  }

  #nextWindow(open: () => Promise<void>): Promise<Target> {
    return new Promise((resolve, reject) => {
      this.#awaited.push(resolve);
      open().catch(reject);
    });
  }

  async #listen(): Promise<void> {
    this.channel.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
      const channel = this.#devTools.channel(sessionId);
      const gone = new Promise<void>((resolve) => this.#goners.set(sessionId, resolve));
      const target = { id: targetInfo.targetId, channel, gone };
      const awaited = targetInfo.openerId === undefined ? this.#awaited.shift() : undefined;
      if (targetInfo.type === 'page' && awaited === undefined) {
        // Windows that pages open are made anew, by the program. The page that opened this one waits for it to go on.
        void this.channel.send('Target.closeTarget', { targetId: target.id }).catch(() => undefined);
      }
      void channel.send('Runtime.runIfWaitingForDebugger').catch(() => undefined);
      if (targetInfo.type === 'page') awaited?.(target);
      else if (awaited !== undefined) this.#awaited.unshift(awaited);
    });
    this.channel.on('Target.detachedFromTarget', ({ sessionId }) => {
      this.#goners.get(sessionId)?.();
      this.#goners.delete(sessionId);
    });
    await this.channel.send('Target.setAutoAttach', {
      autoAttach: true,
      waitForDebuggerOnStart: true,
      flatten: true,
    });
  }
}
