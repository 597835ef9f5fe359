// What goes into the packages for Windows, macOS and Linux. Started by `npm run dist`.
import type { Configuration, FileSet } from 'electron-builder';
import { dropDefaultApp } from './drop-default-app.ts';
import { afterInstall } from './linux/after-install.ts';
import { setFuses } from './set-fuses.ts';

const NAME = 'sentinel-command-center';
const SQLITE = 'node_modules/better-sqlite3/prebuilds';
/** A .deb has to name one. */
const HOMEPAGE = 'https://sentinel-command-center.invalid/';
/** Never reached: the shell asks the address its owner sets, and without one it does not look for updates. */
const NO_FEED = 'https://updates.invalid/';

/** Half of what Sentry's package brings is for builds of its users' programs, with entry points of their own. */
const UNUSED = [
  'sentry',
  'oxc-parser',
  '@oxc-parser',
  '@oxc-project',
  '@sentry/bundler-plugins',
  'dotenv',
  'glob',
  'minimatch',
  'brace-expansion',
  'balanced-match',
  'path-scurry',
  'minipass',
  'lru-cache',
  'magic-string',
  '@isaacs/nonrecursive-glob-match',
  '@jridgewell/sourcemap-codec',
].join(',');

/** Only what the program reads while it runs. Packages in `dependencies` are added by electron-builder itself. */
const files = [
  'package.json',
  'LICENSE',
  'dist/{server,electron}/**/*.{js,cjs}',
  'dist/server/db/migrations/**',
  'dist/{static,templates,api-docs}/**',
  'build/icons/icon.png',
  'build/icons/tray/*.png',
  // Of packages: neither their sources nor what only a compiler or a debugger reads.
  '!**/*.{map,ts,mts,cts,flow,tsbuildinfo,markdown,md}',
  '!**/node_modules/*/{bench,benchmark,benchmarks,docs,coverage,man}/**',
  '!**/node_modules/@*/*/{test,tests,__tests__,example,examples,docs}/**',
  '!**/node_modules/**/*.{c,cc,cpp,h,hpp,gyp,gypi,sh,html,yml,yaml}',
  '!**/node_modules/**/.*',
  `!**/node_modules/{${UNUSED}}`,
  `!**/node_modules/{${UNUSED}}/**`,
  '!node_modules/better-sqlite3/{src,deps,build}/**',
  // The native parts are chosen per system below: this list is read on the system that builds.
  '!**/*.node',
];

/** SQLite's native part for one system. `${arch}` is the processor the package is for. */
function nativePart(system: string): FileSet {
  return { from: SQLITE, to: SQLITE, filter: [`${system}-\${arch}.node`] };
}

const config: Configuration = {
  appId: 'io.sentinel-command-center.desktop',
  productName: 'Sentinel Command Center',
  copyright: 'Sentinel Command Center contributors, Apache-2.0',
  directories: { buildResources: 'build', output: 'dist/packages' },
  extraMetadata: {
    // By this name desktops on Linux find the window's menu entry, and Electron names its windows after it.
    desktopName: `${NAME}.desktop`,
    homepage: HOMEPAGE,
  },
  artifactName: `${NAME}-\${version}-\${os}-\${arch}.\${ext}`,
  files,
  // Outside of the archive, for installers and for people with a terminal too.
  extraResources: [{ from: 'build/service', to: 'service', filter: ['*.{sh,ps1}'] }],
  asar: true,
  asarUnpack: ['**/*.node'],
  // The prebuilt native parts are complete, and nothing may be compiled or fetched while packaging.
  npmRebuild: false,
  nodeGypRebuild: false,
  buildDependenciesFromSource: false,
  afterExtract: dropDefaultApp,
  afterPack: setFuses,
  protocols: [{ name: 'Sentinel Command Center', schemes: ['sentinel'], role: 'Viewer' }],
  publish: { provider: 'generic', url: process.env['SENTINEL_UPDATE_URL'] ?? NO_FEED },
  detectUpdateChannel: false,
  generateUpdatesFilesForAllChannels: false,
  electronLanguages: ['en-US', 'de', 'fr', 'es', 'it', 'nl', 'pl', 'pt-BR'],
  toolsets: { appimage: '1.0.3' },

  linux: {
    target: [{ target: 'AppImage' }, { target: 'deb' }, { target: 'tar.gz' }],
    executableName: NAME,
    icon: 'build/icons/linux',
    category: 'AudioVideo;Video;Security',
    synopsis: 'Live wall and recording control for security cameras',
    syncDesktopName: true,
    files: [nativePart('linux')],
    desktop: { entry: { StartupNotify: 'true', Keywords: 'camera;security;cctv;video;' } },
  },
  deb: {
    packageName: NAME,
    packageCategory: 'video',
    // What Electron links against, and nothing it only loads when present.
    depends: [
      'libgtk-3-0 | libgtk-3-0t64',
      'libnotify4',
      'libnss3',
      'libxss1',
      'libxtst6',
      'libatspi2.0-0 | libatspi2.0-0t64',
      'libuuid1',
      'libasound2 | libasound2t64',
      'xdg-utils',
    ],
    recommends: ['libsecret-1-0', 'libayatana-appindicator3-1'],
    afterInstall: afterInstall(),
    fpm: [
      '--before-remove',
      'build/linux/before-remove.sh',
      `build/linux/${NAME}.service=/usr/lib/systemd/user/${NAME}.service`,
    ],
  },

  win: {
    target: [
      { target: 'nsis', arch: ['x64', 'arm64'] },
      { target: 'zip', arch: ['x64', 'arm64'] },
    ],
    icon: 'build/icons/icon.ico',
    files: [nativePart('win32')],
  },
  nsis: {
    // One installer for both kinds: it asks whether for this person or for everyone on the computer.
    oneClick: false,
    perMachine: false,
    selectPerMachineByDefault: false,
    allowElevation: true,
    allowToChangeInstallationDirectory: true,
    deleteAppDataOnUninstall: false,
    createDesktopShortcut: true,
    createStartMenuShortcut: true,
    shortcutName: 'Sentinel Command Center',
    include: 'build/service/installer.nsh',
    artifactName: `${NAME}-\${version}-\${os}-\${arch}-setup.\${ext}`,
    // Each processor has an installer of its own; a third that holds both would be twice the size.
    buildUniversalInstaller: false,
  },

  mac: {
    target: [
      { target: 'dmg', arch: ['x64', 'arm64'] },
      { target: 'zip', arch: ['x64', 'arm64'] },
    ],
    icon: 'build/icons/icon.icns',
    category: 'public.app-category.utilities',
    minimumSystemVersion: '12.0',
    hardenedRuntime: true,
    gatekeeperAssess: false,
    entitlements: 'build/mac/entitlements.plist',
    entitlementsInherit: 'build/mac/entitlements.inherit.plist',
    // Notarisation happens when APPLE_API_KEY or APPLE_ID and its companions are set.
    files: [nativePart('darwin')],
    extendInfo: {
      NSLocalNetworkUsageDescription:
        'Camera nodes in your network send their video to this computer, and it announces itself to them.',
      NSBonjourServices: ['_sentinel-cc._tcp'],
    },
  },
  dmg: { sign: false, title: '${productName} ${version}' },
};

export default config;
