import { ipcMain, type IpcMainInvokeEvent } from 'electron';
import { z } from 'zod';
import { CHANNELS, type DesktopApi, type Verb } from './desktop-api.ts';
import { originOf } from './origin.ts';

const none = z.tuple([]);
const toggle = z.tuple([z.boolean()]);

/** What each verb may be called with. A page that was taken over must not get past these. */
const argumentsOf: { readonly [V in Verb]: z.ZodType<Parameters<DesktopApi[V]>> } = {
  info: none,
  copyLanAddress: none,
  showQrCode: none,
  openDataFolder: none,
  openLogs: none,
  setAutostart: toggle,
  setKeepAwake: toggle,
  showWallOn: z.tuple([z.number().int().nullable()]),
  restartServer: none,
};

/** Only the page itself may call, not a frame inside it and not a page of anybody else. */
export function isTrusted(
  frame: Pick<NonNullable<IpcMainInvokeEvent['senderFrame']>, 'parent' | 'url'> | null,
  ownOrigin: string | undefined,
): boolean {
  return (
    frame !== null && frame.parent === null && ownOrigin !== undefined && originOf(frame.url) === ownOrigin
  );
}

/** Answers the dashboard's calls. A refused call fails there with a sentence that says nothing more. */
export function setupIpc(api: DesktopApi, ownOrigin: () => string | undefined): void {
  for (const [verb, channel] of CHANNELS) {
    ipcMain.handle(channel, async (event, ...given: unknown[]) => {
      if (!isTrusted(event.senderFrame, ownOrigin())) throw new Error('This page may not do that.');
      const checked = argumentsOf[verb].safeParse(given);
      if (!checked.success) throw new Error('Those are not the arguments of this call.');
      const perform = api[verb] as (...args: readonly unknown[]) => Promise<unknown>;
      return perform(...checked.data);
    });
  }
}
