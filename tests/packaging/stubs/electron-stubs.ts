// Folders shaped like Electron's own, so that packages can be made where Electron cannot be fetched. Only the Linux
// one starts: it runs the packaged main program on the desktop test host, which is not Electron either.
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { NtExecutable, NtExecutableResource, Resource } from 'resedit';

const STARTER = join(import.meta.dirname, 'start-packaged.mjs');
/** The words by which the fuses are found in Electron's binary. */
const FUSE_SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const LANG_EN_US = 1033;
const UTF16 = 1200;

/** As in a fresh Electron 45: nine fuses, of which cookie encryption, integrity, asar-only and snapshot are off. */
const FACTORY_WIRE = Buffer.concat([
  Buffer.from(FUSE_SENTINEL),
  Buffer.from([1, 9]),
  Buffer.from('101100011', 'latin1'),
]);

function put(folder: string, files: Readonly<Record<string, string | Buffer>>): void {
  for (const [name, content] of Object.entries(files)) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}

/** What lies beside the program on Linux and Windows. */
const BESIDE = {
  LICENSE: 'licence of the stub',
  'LICENSES.chromium.html': '<p>licences of the stub',
  'locales/en-US.pak': 'en',
  'locales/sv.pak': 'sv',
  'resources/default_app.asar': '',
  version: '45.4.1',
};

/** `electron` is a shell script: whatever package it ends up in, it starts that package's main program. */
export function linuxElectron(folder: string): string {
  const script = `#!/bin/sh
program=$(readlink -f "$0")
exec '${process.execPath}' '${STARTER}' "$program" "$(dirname "$program")/resources" "$@"
exit 1
`;
  put(folder, {
    ...BESIDE,
    electron: Buffer.concat([Buffer.from(script), FACTORY_WIRE]),
    'chrome-sandbox': 'no program',
  });
  for (const program of ['electron', 'chrome-sandbox']) chmodSync(join(folder, program), 0o755);
  return folder;
}

/** `electron.exe` has nothing to run, but a version to edit. */
export function windowsElectron(folder: string): string {
  const program = NtExecutable.createEmpty(false, false);
  const resources = NtExecutableResource.from(program, true);
  const version = Resource.VersionInfo.createEmpty();
  version.lang = LANG_EN_US;
  version.setStringValues({ lang: LANG_EN_US, codepage: UTF16 }, { ProductName: 'Electron' });
  version.outputToResourceEntries(resources.entries);
  resources.outputResource(program);
  program.setExtraData(new Uint8Array(FACTORY_WIRE).buffer);
  put(folder, { ...BESIDE, 'electron.exe': Buffer.from(program.generate()) });
  return folder;
}

/** As in every framework of macOS: the outer names lead to the current version. */
const FRAMEWORK_LINKS = [
  ['Versions/Current', 'A'],
  ['Electron Framework', 'Versions/Current/Electron Framework'],
  ['Resources', 'Versions/Current/Resources'],
] as const;

function plist(name: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
<key>CFBundleExecutable</key><string>${name}</string>
<key>CFBundleIdentifier</key><string>com.github.Electron</string>
<key>CFBundleName</key><string>${name}</string>
<key>CFBundlePackageType</key><string>APPL</string>
</dict></plist>
`;
}

/** `Electron.app` with its framework and its helpers. */
export function macElectron(folder: string): string {
  const contents = 'Electron.app/Contents';
  const framework = `${contents}/Frameworks/Electron Framework.framework`;
  const helpers = [
    'Electron Helper',
    'Electron Helper (Renderer)',
    'Electron Helper (GPU)',
    'Electron Helper (Plugin)',
  ];
  put(folder, {
    LICENSE: BESIDE.LICENSE,
    'LICENSES.chromium.html': BESIDE['LICENSES.chromium.html'],
    [`${contents}/Info.plist`]: plist('Electron'),
    [`${contents}/MacOS/Electron`]: 'no program',
    [`${contents}/Resources/default_app.asar`]: '',
    [`${contents}/Resources/electron.icns`]: '',
    [`${contents}/Resources/en.lproj/locale.pak`]: 'en',
    [`${framework}/Versions/A/Electron Framework`]: FACTORY_WIRE,
    [`${framework}/Versions/A/Resources/en.lproj/locale.pak`]: 'en',
  });
  for (const [link, target] of FRAMEWORK_LINKS) symlinkSync(target, join(folder, framework, link));
  for (const helper of helpers) {
    const inside = `${contents}/Frameworks/${helper}.app/Contents`;
    put(folder, { [`${inside}/Info.plist`]: plist(helper), [`${inside}/MacOS/${helper}`]: 'no program' });
  }
  return folder;
}
