// Runs sandboxed beside each page of the shell's windows and gives it verbs, nothing else. Built into one CommonJS
// file, because that is all a sandboxed script may be.
import { contextBridge, ipcRenderer } from 'electron';
import { CHANNELS } from './ipc/desktop-api.ts';

contextBridge.exposeInMainWorld(
  'sentinelDesktop',
  Object.fromEntries(
    CHANNELS.map(([verb, channel]) => [
      verb,
      (...args: unknown[]): Promise<unknown> => ipcRenderer.invoke(channel, ...args),
    ]),
  ),
);
