// What electron-builder would fetch, from Debian's packages and a few lines of our own.
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const DEB_MAKER = join(import.meta.dirname, 'make-deb.ts');
const RUNTIME_BYTES = 4096;

/**
 * First part of an AppImage: unpacks the second, a squashfs behind it, into $SENTINEL_APPIMAGE_FOLDER and starts it.
 * The real one mounts it instead.
 */
function appImageRuntime(): string {
  const script = `#!/bin/sh
set -e
folder="\${SENTINEL_APPIMAGE_FOLDER:?where to unpack}"
unsquashfs -quiet -no-progress -offset ${RUNTIME_BYTES} -dest "$folder/app" "$0" >&2
APPIMAGE="$0" APPDIR="$folder/app" exec "$folder/app/AppRun" "$@"
`;
  return script.padEnd(RUNTIME_BYTES, '\n');
}

function program(file: string, text: string): string {
  writeFileSync(file, text);
  chmodSync(file, 0o755);
  return file;
}

/** Puts the tools into a folder and answers the environment that makes electron-builder take them. */
export function packagingTools(folder: string): Record<string, string> {
  const appImage = join(folder, 'appimage');
  for (const part of ['runtimes', 'lib/x64']) mkdirSync(join(appImage, part), { recursive: true });
  symlinkSync('/usr/bin/mksquashfs', join(appImage, 'mksquashfs'));
  symlinkSync('/bin/true', join(appImage, 'desktop-file-validate'));
  writeFileSync(join(appImage, 'runtimes', 'runtime-x64'), appImageRuntime());
  return {
    APPIMAGE_TOOLS_PATH: appImage,
    CUSTOM_FPM_PATH: program(
      join(folder, 'fpm'),
      `#!/bin/sh\nexec '${process.execPath}' '${DEB_MAKER}' "$@"\n`,
    ),
    ELECTRON_BUILDER_7ZIP_PATH: '/usr/bin/7za',
  };
}
