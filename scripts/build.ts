// Builds everything a release holds into dist/, which mirrors the source tree so that a path relative to a
// server file (`../../templates`, `./migrations`) means the same before and after the build.
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { writeLicences } from './licences.ts';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
const modules = join(root, 'node_modules');

/** Pages that `/api-docs` and `/api-redoc` load from this server, because the internet may be down. */
const API_DOCS = [
  'swagger-ui-dist/swagger-ui.css',
  'swagger-ui-dist/swagger-ui-bundle.js',
  'swagger-ui-dist/favicon-32x32.png',
  'redoc/bundles/redoc.standalone.js',
];

function run(tool: string, args: string[]): void {
  const { status, error } = spawnSync(process.execPath, [join(modules, tool), ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

function filesBelow(folder: string, suffix: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith(suffix));
}

/** tsc trusts its record of the last build: neither a deleted output nor a deleted source makes it act. */
function dropStaleOutput(room: string): void {
  const output = join(dist, room);
  if (!existsSync(output)) rmSync(join(dist, '.tsbuildinfo', room), { force: true });
  const sources = new Set(filesBelow(join(root, room), '.ts').map((file) => file.slice(0, -'.ts'.length)));
  for (const file of filesBelow(output, '.js')) {
    const stem = file.slice(0, -'.js'.length);
    if (sources.has(stem)) continue;
    for (const suffix of ['.js', '.js.map', '.d.ts']) rmSync(join(output, stem + suffix), { force: true });
  }
}

function compile(): void {
  const rooms = ['server', 'electron'].filter((room) => filesBelow(join(root, room), '.ts').length > 0);
  for (const room of rooms) dropStaleOutput(room);
  run('typescript/bin/tsc', ['-b', ...rooms]);
}

function replaceCopy(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  if (existsSync(from)) cpSync(from, to, { recursive: true });
}

function copyAssets(): void {
  replaceCopy(join(root, 'templates'), join(dist, 'templates'));
  replaceCopy(join(root, 'server', 'db', 'migrations'), join(dist, 'server', 'db', 'migrations'));
  const docs = join(dist, 'api-docs');
  mkdirSync(docs, { recursive: true });
  for (const file of API_DOCS) cpSync(join(modules, file), join(docs, file.slice(file.lastIndexOf('/') + 1)));
}

compile();
copyAssets();
run('vite/bin/vite.js', ['build', '--config', 'electron/vite.preload.config.ts']);
run('vite/bin/vite.js', ['build', '--config', 'renderer/vite.config.ts']);
writeLicences(join(dist, 'static', 'licences.json'));
