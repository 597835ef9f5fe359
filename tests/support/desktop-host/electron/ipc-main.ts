import type * as Electron from 'electron';

type Handler = Parameters<Electron.IpcMain['handle']>[1];

const handlers = new Map<string, Handler>();

export const ipcMain = {
  handle: (channel, handler) => void handlers.set(channel, handler),
} satisfies Pick<Electron.IpcMain, 'handle'>;

/** The frame a call comes from. */
export interface CallingFrame {
  readonly url: string;
  readonly parent: object | null;
}

/** Performs a page's call. Rejects in Electron's words. */
export async function performCall(
  channel: string,
  senderFrame: CallingFrame | null,
  args: readonly unknown[],
): Promise<unknown> {
  const handler = handlers.get(channel);
  const event = { senderFrame } as Electron.IpcMainInvokeEvent;
  try {
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
    return await handler(event, ...args);
  } catch (error) {
    throw new Error(`Error invoking remote method '${channel}': ${String(error)}`, { cause: error });
  }
}
