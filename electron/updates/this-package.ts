import { app } from 'electron';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PRODUCT_NAME } from '../app/product.ts';

/** How this program came onto the computer, and who says where newer versions are. */
export interface PackagePlace {
  readonly platform: NodeJS.Platform;
  /** File of the AppImage that runs; undefined for other packages. */
  readonly image: string | undefined;
  /** Whether the system's installer put it here, so that the next one can replace it. */
  readonly installed: boolean;
  /** `SENTINEL_UPDATE_URL`. */
  readonly updateUrl: string | undefined;
}

/** The .deb says so in a file of its own; installers for Windows leave their counterpart beside the program. */
function cameByInstaller(platform: NodeJS.Platform): boolean {
  if (platform === 'darwin') return true;
  if (platform === 'win32')
    return existsSync(join(dirname(process.execPath), `Uninstall ${PRODUCT_NAME}.exe`));
  try {
    return readFileSync(join(process.resourcesPath, 'package-type'), 'utf8').trim() === 'deb';
  } catch {
    return false;
  }
}

export function thisPackage(environment: NodeJS.ProcessEnv): PackagePlace {
  const { platform } = process;
  return {
    platform,
    image: platform === 'linux' && app.isPackaged ? environment['APPIMAGE'] : undefined,
    installed: app.isPackaged && cameByInstaller(platform),
    updateUrl: environment['SENTINEL_UPDATE_URL'],
  };
}
