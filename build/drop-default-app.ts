import type { AfterPackContext } from 'electron-builder';
import { rmSync } from 'node:fs';
import { join } from 'node:path';

type ExtractContext = Pick<AfterPackContext, 'appOutDir' | 'electronPlatformName'>;

/** Electron brings a page of its own, which an Electron named with `--electron-dist` would leave in the package. */
export async function dropDefaultApp(context: ExtractContext): Promise<void> {
  const resources =
    context.electronPlatformName === 'darwin' ? 'Electron.app/Contents/Resources' : 'resources';
  rmSync(join(context.appOutDir, resources, 'default_app.asar'), { force: true });
}
