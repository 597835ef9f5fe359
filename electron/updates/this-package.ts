import { app } from 'electron';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { APP_ID, PRODUCT_NAME } from '../app/product.ts';

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

/** Where a program lies, and what could tell how it came there. */
export interface ProgramPlace {
  readonly platform: NodeJS.Platform;
  /** File of the program that runs. */
  readonly program: string;
  /** Its folder of resources; plain Node has none. */
  readonly resources: string | undefined;
  /** File in which dpkg lists what it installed from the .deb. */
  readonly dpkgList: string;
}

const DPKG_LIST = `/var/lib/dpkg/info/${APP_ID}.list`;

/**
 * The .deb says so in a file of its own. That alone proves nothing: the same file comes into folders that are packed as
 * tar.gz after it, so dpkg must know this very program too.
 */
function cameByDpkg({ program, resources, dpkgList }: ProgramPlace): boolean {
  if (resources === undefined) return false;
  try {
    if (readFileSync(join(resources, 'package-type'), 'utf8').trim() !== 'deb') return false;
    return program.startsWith('/opt/') && readFileSync(dpkgList, 'utf8').split('\n').includes(program);
  } catch {
    return false;
  }
}

/** Whether the system's installer put a program here. Installers for Windows leave their counterpart beside it. */
export function cameByInstaller(place: ProgramPlace): boolean {
  if (place.platform === 'darwin') return true;
  if (place.platform === 'win32')
    return existsSync(join(dirname(place.program), `Uninstall ${PRODUCT_NAME}.exe`));
  return cameByDpkg(place);
}

export function thisPackage(environment: NodeJS.ProcessEnv): PackagePlace {
  const { platform, execPath: program, resourcesPath: resources } = process;
  return {
    platform,
    image: platform === 'linux' && app.isPackaged ? environment['APPIMAGE'] : undefined,
    installed: app.isPackaged && cameByInstaller({ platform, program, resources, dpkgList: DPKG_LIST }),
    updateUrl: environment['SENTINEL_UPDATE_URL'],
  };
}
