import type { DesktopCommands } from './desktop-state.ts';
import { BrowserWindow } from '../electron/browser-window.ts';
import { screen } from '../electron/screen.ts';
import { windowSystem } from '../electron/window-system.ts';
import { commands } from './probe.ts';

/** What only the test host can do. */
const hostCommands = {
  /** Where the developer tools of the windows are; undefined while there is none. */
  devTools: async () => (await windowSystem.running())?.address,
  unplugDisplay: async (id: number) => screen.unplug(id),
  /** What a call of the program's is answered in a frame inside its window's page. */
  invokeFromInnerFrame: async (channel: string, args: readonly unknown[]) =>
    BrowserWindow.getAllWindows()[0]?.webContents.invokeFromInnerFrame(channel, args),
};

export type HostCommands = DesktopCommands & typeof hostCommands;

export interface Request {
  readonly id: number;
  readonly command: keyof HostCommands;
  readonly args: readonly unknown[];
}

export interface Reply {
  readonly id: number;
  readonly ok: boolean;
  readonly value: unknown;
}

/** Answers the test, over the channel between this process and the one that started it. */
export function answerOverChannel(): void {
  const all = { ...commands, ...hostCommands } as unknown as Record<
    string,
    (...args: readonly unknown[]) => Promise<unknown>
  >;
  process.on('message', ({ id, command, args }: Request) => {
    const answer = async (): Promise<Reply> => {
      try {
        return { id, ok: true, value: await all[command]?.(...args) };
      } catch (error) {
        return { id, ok: false, value: error instanceof Error ? error.message : String(error) };
      }
    };
    void answer().then((reply) => process.send?.(reply));
  });
  // A program whose test has gone must not go on either.
  process.on('disconnect', () => process.exit(1));
}
