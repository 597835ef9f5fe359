import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import type { Page } from 'playwright';
import { eventually } from '../../wait.ts';
import type { HostCommands } from './probe-channel.ts';
import type { DesktopCommands, DesktopState, SeenItem } from './desktop-state.ts';

/** Environment and arguments of one start of the desktop program. */
export interface DesktopLaunch {
  readonly dataDir: string;
  readonly port: number;
  /** As for `DISPLAY`. */
  readonly display: string;
  readonly args?: readonly string[];
}

/** A running desktop program and the person before it. */
export interface Desktop {
  readonly commands: DesktopCommands;
  /** Only on the test host. */
  readonly host: Pick<HostCommands, 'unplugDisplay' | 'invokeFromInnerFrame'> | undefined;
  /** Pages of all windows. */
  pages(): Promise<Page[]>;
  /** Starts the program a second time, with these arguments; resolves with its exit code. */
  startAgain(...args: readonly string[]): Promise<number | null>;
  /** Exit code of the program, once it has ended. */
  readonly ended: Promise<number | null>;
  /** What ended in which order. */
  diary(): readonly string[];
  output(): string;
  /** Ends it at once when it still runs. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** Waits until the desktop looks as `expected` says, and answers how it looks. */
export async function seen(
  desktop: Desktop,
  what: string,
  expected: (state: DesktopState) => boolean,
  withinMs = 10_000,
): Promise<DesktopState> {
  let last: DesktopState | undefined;
  try {
    return await eventually(
      what,
      async () => {
        last = await desktop.commands.state();
        return expected(last) && last;
      },
      withinMs,
    );
  } catch (error) {
    const { applicationMenu: _menu, tray, ...rest } = last ?? { applicationMenu: [], tray: undefined };
    const shows = JSON.stringify({
      ...rest,
      picture: tray?.picture,
      tray: tray?.menu.map(({ label }) => label),
    });
    throw new Error(`${String(error)}\nThe desktop shows ${shows}\n${desktop.output()}`, { cause: error });
  }
}

/** The page of a window, once it is at an address that contains this. */
export function pageAt(desktop: Desktop, part: string, withinMs = 15_000): Promise<Page> {
  return eventually(
    `a window at ${part}`,
    async () => (await desktop.pages()).find((page) => page.url().includes(part)),
    withinMs,
  );
}

/** Labels of the tray's menu. */
export function trayLabels({ tray }: DesktopState): string[] {
  return (tray?.menu ?? []).filter(({ type }) => type !== 'separator').map(({ label }) => label);
}

export function trayItem({ tray }: DesktopState, label: string): SeenItem | undefined {
  return tray?.menu.find((item) => item.label === label);
}

/** Environment of the desktop program, whatever runs it: a computer in a network, where nobody has signed in yet. */
export function desktopEnvironment(
  { dataDir, port, display }: DesktopLaunch,
  diary: string,
): Record<string, string> {
  const own = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return {
    ...Object.fromEntries(own),
    PORT: String(port),
    HOST: '0.0.0.0',
    SENTINEL_DATA_DIR: dataDir,
    XDG_CONFIG_HOME: `${dataDir}/config`,
    RELEASE_CHECK: 'off',
    LOG_LEVEL: 'info',
    // The specs read English, whatever this computer speaks.
    LANG: 'C.UTF-8',
    LANGUAGE: 'en',
    LC_ALL: 'C.UTF-8',
    DISPLAY: display,
    SENTINEL_DESKTOP_PROBE: '1',
    SENTINEL_DESKTOP_DIARY: diary,
    SENTINEL_DESKTOP_LAN: '192.168.1.20',
  };
}

export function exitCode(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('exit', resolve);
    child.once('error', reject);
  });
}

/** File in which a program writes down how it ends. */
export function diaryOf({ dataDir }: DesktopLaunch): string {
  return `${dataDir}-${Date.now()}.diary`;
}

export function readDiary(file: string): string[] {
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
}
