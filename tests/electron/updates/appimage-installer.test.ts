import fs, { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppImageInstaller } from '../../../electron/updates/install/appimage-installer.ts';
import { KeptVersions } from '../../../electron/updates/install/kept-versions.ts';
import { updateProblem } from '../../../electron/updates/update-problem.ts';
import { sha512Of, type DownloadedUpdate } from '../../../electron/updates/update-source.ts';
import { temporaryFolder } from '../../support/test-config.ts';

let folder = temporaryFolder();
let relaunched = 0;
beforeEach(() => {
  folder = temporaryFolder();
  relaunched = 0;
  writeFileSync(at('Sentinel.AppImage'), 'the version that runs');
});
afterEach(() => {
  restoreFiles();
  folder[Symbol.dispose]();
});

const at = (name: string): string => join(folder.path, name);
const image = (): string => readFileSync(at('Sentinel.AppImage'), 'utf8');

function restoreFiles(): void {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
}

function installer(): AppImageInstaller {
  const kept = new KeptVersions(at('updates'));
  return new AppImageInstaller({ image: at('Sentinel.AppImage'), kept, relaunch: () => (relaunched += 1) });
}

async function downloaded(): Promise<DownloadedUpdate> {
  writeFileSync(at('download'), 'the new version');
  return { version: '0.2.0', file: at('download'), sha512: await sha512Of(at('download')) };
}

/** From the given copy on, each fails as on a full disk, or is cut short in silence. */
function copyingFails(from: number, how: 'full' | 'short'): void {
  const real = fs.promises.copyFile;
  let copies = 0;
  vi.spyOn(fs.promises, 'copyFile').mockImplementation(async (source, target, mode) => {
    copies += 1;
    if (copies < from) return real(source, target, mode);
    if (how === 'full') throw Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' });
    writeFileSync(target, 'the ne');
  });
  syncBuiltinESMExports();
}

describe('preparing an AppImage', () => {
  it.each([1, 2])(
    'on a disk that is full at copy %i changes nothing, and works when there is room',
    async (copy) => {
      const update = await downloaded();
      copyingFails(copy, 'full');
      const error: unknown = await installer()
        .prepare(update, '0.1.0')
        .catch((reason: unknown) => reason);
      expect(updateProblem(error)).toBe('the disk is full');
      expect(image()).toBe('the version that runs');
      restoreFiles();
      const kept = await installer().prepare(update, '0.1.0');
      expect(readFileSync(kept, 'utf8')).toBe('the version that runs');
      await installer().apply();
      expect(image()).toBe('the new version');
      expect(statSync(at('Sentinel.AppImage')).mode & 0o777).toBe(0o755);
    },
  );

  it.each([
    [1, 'could not be kept'],
    [2, 'the downloaded update is damaged'],
  ])('refuses copy %i when it was cut short', async (copy, words) => {
    const update = await downloaded();
    copyingFails(copy, 'short');
    await expect(installer().prepare(update, '0.1.0')).rejects.toThrow(words);
    expect(image()).toBe('the version that runs');
    expect(existsSync(at('Sentinel.AppImage.update'))).toBe(false);
    expect(readdirSync(at('updates')).filter((name) => name.endsWith('.partial'))).toEqual([]);
  });

  it('puts the former one back in one step, over what an interrupted way back left', async () => {
    const kept = await installer().prepare(await downloaded(), '0.1.0');
    await installer().apply();
    writeFileSync(at('Sentinel.AppImage.update'), 'half');
    installer().putBack(kept);
    expect(image()).toBe('the version that runs');
    expect(relaunched).toBe(1);
    expect(existsSync(kept)).toBe(true);
  });
});
