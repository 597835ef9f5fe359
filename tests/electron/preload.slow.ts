// The preload script as it is built for a release, run in a context that has what a sandbox gives it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { build } from 'vite';
import { expect, it } from 'vitest';
import { CHANNELS } from '../../electron/ipc/desktop-api.ts';
import { temporaryFolder } from '../support/test-config.ts';

const CONFIG = join(import.meta.dirname, '..', '..', 'electron', 'vite.preload.config.ts');

it('the built preload script is one file that gives pages verbs, and nothing of Electron', async () => {
  using folder = temporaryFolder();
  await build({ configFile: CONFIG, build: { outDir: folder.path } });
  const required: string[] = [];
  const sent: unknown[][] = [];
  const exposed: Record<string, Record<string, (...args: unknown[]) => unknown>> = {};
  const electron = {
    contextBridge: {
      exposeInMainWorld: (name: string, api: (typeof exposed)[string]) => (exposed[name] = api),
    },
    ipcRenderer: { invoke: async (...message: unknown[]) => void sent.push(message) },
  };
  const require = (name: string): unknown => {
    required.push(name);
    return electron;
  };
  runInNewContext(readFileSync(join(folder.path, 'preload.cjs'), 'utf8'), { require });
  expect(required).toEqual(['electron']);
  expect(Object.keys(exposed)).toEqual(['sentinelDesktop']);
  const api = exposed['sentinelDesktop'] ?? {};
  expect(Object.keys(api)).toEqual(CHANNELS.map(([verb]) => verb));
  for (const [verb] of CHANNELS) await api[verb]?.(verb, 1);
  expect(sent).toEqual(CHANNELS.map(([verb, channel]) => [channel, verb, 1]));
});
