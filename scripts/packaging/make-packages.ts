// `npm run dist [-- --linux|--win|--mac [targets…] [--x64|--arm64] [--electron-dist FOLDER]]`
// Makes installable packages of what `npm run build` has put into dist/. Without a system: for this computer's.
// Everything else is handed to electron-builder as it stands.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const root = join(import.meta.dirname, '..', '..');
const OUTPUT = join(root, 'dist', 'packages');
const MEGABYTE = 1_000_000;
/** Without one of these a package would start into nothing. */
const NEEDED = [
  'dist/electron/main.js',
  'dist/electron/preload.cjs',
  'dist/server/cli.js',
  'dist/static/index.html',
  'dist/static/licences.json',
  'build/icons/icon.ico',
  'build/icons/icon.icns',
];

interface Wanted {
  readonly output: string;
  readonly builder: readonly string[];
}

/** `--electron-dist` and `--output` are ours; what is left over goes to electron-builder. */
function readArguments(args: readonly string[]): Wanted {
  const { values, tokens } = parseArgs({
    args: [...args],
    strict: false,
    tokens: true,
    options: { 'electron-dist': { type: 'string' }, output: { type: 'string' } },
  });
  const own = new Set<number>();
  for (const token of tokens) {
    if (token.kind !== 'option' || (token.name !== 'electron-dist' && token.name !== 'output')) continue;
    own.add(token.index);
    if (token.inlineValue === false) own.add(token.index + 1);
  }
  const electron = values['electron-dist'];
  const output = values.output;
  return {
    output: typeof output === 'string' ? output : OUTPUT,
    builder: [
      ...args.filter((_, index) => !own.has(index)),
      ...(typeof electron === 'string' ? [`-c.electronDist=${electron}`] : []),
      ...(typeof output === 'string' ? [`-c.directories.output=${output}`] : []),
    ],
  };
}

function makePackages(wanted: Wanted): number {
  const missing = NEEDED.filter((file) => !existsSync(join(root, file)));
  if (missing.length > 0) {
    console.error(`Not everything is built, missing: ${missing.join(', ')}. Run npm run build.`);
    return 1;
  }
  // What an earlier version left would be taken for a part of this one; a folder of somebody else's is not ours to empty.
  if (wanted.output === OUTPUT) rmSync(OUTPUT, { recursive: true, force: true });
  else if (existsSync(wanted.output) && readdirSync(wanted.output).length > 0) {
    console.error(`${wanted.output} is not empty. Name an empty folder.`);
    return 1;
  }
  const { status, error } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules', 'electron-builder', 'cli.js'),
      '--config',
      'build/electron-builder.config.ts',
      '--publish',
      'never',
      ...wanted.builder,
    ],
    { cwd: root, stdio: 'inherit' },
  );
  if (error) throw error;
  if (status === 0) return 0;
  console.error(
    '\nPackaging failed, see above. When it could not fetch Electron or a tool: unpack Electron of this version ' +
      'somewhere and name the folder with --electron-dist FOLDER; docs/release.md names the settings for the tools.',
  );
  return status ?? 1;
}

function listResults(folder: string): void {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('builder-'))
    .map(({ name }) => name)
    .sort();
  console.log(`\n${folder}`);
  for (const name of names) {
    const size = statSync(join(folder, name)).size / MEGABYTE;
    console.log(`  ${size.toFixed(1).padStart(7)} MB  ${name}`);
  }
}

const wanted = readArguments(process.argv.slice(2));
process.exitCode = makePackages(wanted);
if (process.exitCode === 0) listResults(wanted.output);
