// Switches in Electron's binary that no argument and no environment variable can turn back.
import { flipFuses, FuseState, FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses';
import type { AfterPackContext } from 'electron-builder';
import { join } from 'node:path';

/** A new Electron with a fuse that is not named here fails the packaging: somebody has to decide about it. */
const FUSES: Record<FuseV1Options, boolean> = {
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  // Password hashing is WebAssembly; with trap handlers its memory checks cost nothing.
  [FuseV1Options.WasmTrapHandlers]: true,
};

/** The program that electron-builder has just laid out. */
function executableOf({ appOutDir, electronPlatformName, packager }: AfterPackContext): string {
  const product = packager.appInfo.productFilename;
  switch (electronPlatformName) {
    case 'darwin':
      return join(appOutDir, `${product}.app`);
    case 'win32':
      return join(appOutDir, `${product}.exe`);
    default:
      return join(appOutDir, packager.platformSpecificBuildOptions.executableName ?? product);
  }
}

/** Sets every fuse and reads them back. Throws when one is missing, unknown or not as set. Runs before signing. */
export async function setFuses(context: AfterPackContext): Promise<void> {
  const executable = executableOf(context);
  await flipFuses(executable, { version: FuseVersion.V1, strictlyRequireAllFuses: true, ...FUSES });
  const states = new Map<string, unknown>(Object.entries(await getCurrentFuseWire(executable)));
  for (const [fuse, wanted] of Object.entries(FUSES)) {
    const found = states.get(fuse);
    if (found !== (wanted ? FuseState.ENABLE : FuseState.DISABLE))
      throw new Error(`Fuse ${fuse} of ${executable} is not ${wanted ? 'on' : 'off'} but ${String(found)}.`);
  }
}
