// How the whole desktop program starts after an update that did not work; only Electron itself is a double.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { DesktopParts } from '../../../electron/app/desktop-parts.ts';
import { runDesktop } from '../../../electron/app/desktop.ts';
import { RecordFile } from '../../../electron/updates/trial/update-record.ts';
import { desktop, resetDesktop } from '../../support/electron-double.ts';
import { temporaryFolder, testConfig } from '../../support/test-config.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'uncaughtException', 'unhandledRejection'] as const;
let folder = temporaryFolder();
let parts: DesktopParts | undefined;
let listeners = new Map<string, readonly unknown[]>();

beforeEach(() => {
  resetDesktop();
  folder = temporaryFolder();
  listeners = new Map(SIGNALS.map((name) => [name, process.listeners(name as 'SIGINT')]));
});

afterEach(async () => {
  await parts?.quitting.stopNow();
  parts = undefined;
  for (const name of SIGNALS) {
    for (const listener of process.listeners(name as 'SIGINT'))
      if (listeners.get(name)?.includes(listener) !== true) process.off(name, listener);
  }
  folder[Symbol.dispose]();
});

const image = (): string => join(folder.path, 'Sentinel.AppImage');

/** Version 0.2.0, which was started three times and never proved itself. */
async function runFailed(kept: string | null): Promise<DesktopParts> {
  writeFileSync(image(), 'the new version');
  new RecordFile(join(folder.path, 'updates', 'update.json')).write({
    from: '0.1.0',
    to: '0.2.0',
    stage: 'trial',
    starts: 3,
    backup: { file: join(folder.path, 'none.db'), sha512: '' },
    kept,
  });
  parts = await runDesktop(
    { service: false, hidden: false, link: undefined },
    {
      config: testConfig(folder.path, { version: '0.2.0' }),
      root: '/opt/sentinel',
      autostart: { platform: 'linux', configHome: folder.path, program: ['/opt/sentinel/run'] },
      service: undefined,
      place: { platform: 'linux', image: image(), installed: false, updateUrl: undefined },
    },
  );
  if (parts === undefined) throw new Error('it runs already');
  return parts;
}

it('ends before the server starts or a window opens, with the former image back in place', async () => {
  mkdirSync(join(folder.path, 'updates'));
  const kept = join(folder.path, 'updates', '0.1.0.AppImage');
  // Ends at once if it should ever be started.
  writeFileSync(kept, '#!/bin/sh\n', { mode: 0o755 });
  const { host } = await runFailed(kept);
  expect(readFileSync(image())).toEqual(readFileSync(kept));
  expect(desktop.happened).toContain('quit');
  expect(desktop.windows).toEqual([]);
  expect(desktop.dialogs).toEqual([]);
  expect(host.state.kind).toBe('stopped');
  expect(existsSync(join(folder.path, 'sentinel.db'))).toBe(false);
});

it('runs on and says in the menu what to install when there is nothing to put back', async () => {
  const { host } = await runFailed(null);
  expect(host.state.kind).toBe('running');
  expect(desktop.windows).toHaveLength(1);
  const labels = (desktop.trays[0]?.menu?.template ?? []).map(({ label }) => label ?? '');
  expect(labels.join('\n')).toContain('0.2.0 does not work; install 0.1.0 again');
  expect(readFileSync(image(), 'utf8')).toBe('the new version');
});
