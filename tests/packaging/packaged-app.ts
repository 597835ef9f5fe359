// Looks into a packaged program, and starts it.
import { extractFile, listPackage } from '@electron/asar';
import { getCurrentFuseWire, FuseState, FuseV1Options } from '@electron/fuses';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { startSimulatedNode } from '../../scripts/simulator/simulated-node.ts';
import { createNode, setUpOwner } from '../support/people.ts';
import { anyFreePort } from '../../scripts/throwaway/ports.ts';
import { ask } from '../support/test-client.ts';
import { temporaryFolder } from '../support/test-config.ts';
import { eventually } from '../support/wait.ts';
import { ROOT } from './packaging.ts';

const MEGABYTE = 1_000_000;
/** Far above today's size; a forgotten filter or a development package shows. */
const LARGEST_APP_MB = 80;

interface Manifest {
  readonly version: string;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
}

export function manifest(): Manifest {
  return JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest;
}

/** Files of an app.asar, by path without a leading slash. */
function filesOf(asar: string): string[] {
  return listPackage(asar, { isPack: false }).map((path) => path.replace(/^[/\\]/, ''));
}

/** Everything that runs is inside, and nothing that only developers need. `native` names the one native part. */
export function expectContents(asar: string, native: string): void {
  const paths = filesOf(asar);
  const within = new Set(paths);
  for (const needed of [
    'package.json',
    'LICENSE',
    'dist/electron/main.js',
    'dist/electron/preload.cjs',
    'dist/server/cli.js',
    'dist/static/index.html',
    'dist/static/licences.json',
    'dist/static/third-party-licences.txt',
    'dist/templates/install.sh',
    'dist/api-docs/redoc.standalone.js',
    'dist/server/db/migrations/meta/_journal.json',
    'build/icons/icon.png',
    'build/icons/tray/tray-ok.png',
    'build/icons/tray/tray-error-Template@2x.png',
  ])
    expect(within, needed).toContain(needed);
  const { dependencies, devDependencies } = manifest();
  for (const name of Object.keys(dependencies)) expect(within).toContain(`node_modules/${name}/package.json`);
  const developers = Object.keys(devDependencies).filter((name) => within.has(`node_modules/${name}`));
  expect(developers).toEqual([]);
  expect(paths.filter((path) => path.endsWith('.node'))).toEqual([native]);
  expect(paths.filter((path) => /\.(ts|tsx|mts|cts|map|c|cc|cpp|h|md|log|db)$/.test(path))).toEqual([]);
  expect(paths.filter((path) => /^(server|electron|renderer|scripts|tests|docs|data)\//.test(path))).toEqual(
    [],
  );
  expect(paths.filter((path) => /(^|\/)(\.env|package-lock\.json|tests?|__tests__)$/.test(path))).toEqual([]);
  const size = statSync(asar).size / MEGABYTE;
  console.log(`${asar.slice(asar.indexOf('packages'))}: ${paths.length} entries, ${size.toFixed(1)} MB`);
  expect(size).toBeLessThan(LARGEST_APP_MB);
  const unpacked = statSync(join(`${asar}.unpacked`, native)).size;
  expect(unpacked).toBeGreaterThan(MEGABYTE);
}

const PACKAGE_FILE = /(?:^|\/)node_modules\/(?:@[^/]+\/)?[^/]+\/package\.json$/;

/** Every package inside stands on the page about licences, and those that have a text in the file of texts. */
export function expectLicences(asar: string): void {
  const read = (path: string): string => extractFile(asar, path).toString('utf8');
  const { packages } = JSON.parse(read('dist/static/licences.json')) as {
    packages: { name: string; version: string }[];
  };
  const listed = new Set(packages.map(({ name, version }) => `${name} ${version}`));
  const inside = filesOf(asar)
    .filter((path) => PACKAGE_FILE.test(path))
    .map((path) => JSON.parse(read(path)) as { name: string; version: string })
    .map(({ name, version }) => `${name} ${version}`);
  // The newest and what it brings, by name: the list could be one of an older build.
  for (const name of ['express', 'prom-client', 'tdigest', 'bintrees', '@opentelemetry/api'])
    expect(inside.some((each) => each.startsWith(`${name} `))).toBe(true);
  expect(inside.filter((each) => !listed.has(each))).toEqual([]);
  const texts = read('dist/static/third-party-licences.txt');
  expect(inside.filter((each) => !texts.includes(each))).toEqual([]);
}

const SERVICE_PARTS = ['manager.sh', 'moving.sh', 'service.ps1', 'service.sh'];

/** The scripts of the service lie beside the program, outside of its archive, as they are in the repository. */
export function expectService(resources: string): void {
  expect(readdirSync(join(resources, 'service')).sort()).toEqual(SERVICE_PARTS);
  for (const name of SERVICE_PARTS) {
    const file = join(resources, 'service', name);
    expect(readFileSync(file, 'utf8')).toBe(readFileSync(join(ROOT, 'build', 'service', name), 'utf8'));
    // Administrators run them; nobody else may change them.
    expect(statSync(file).mode & 0o022).toBe(0);
  }
}

/** Paths of the same scripts in the listing of an archive, whose entries begin with `folder`. */
export function servicePathsIn(folder: string): string[] {
  return SERVICE_PARTS.map((name) => `${folder}/service/${name}`);
}

/** Every switch as decided, read from the program itself. */
export async function expectFuses(program: string): Promise<void> {
  const { version: _version, ...wire } = await getCurrentFuseWire(program);
  const on = Object.entries(wire)
    .filter(([, state]) => state === FuseState.ENABLE)
    .map(([fuse]) => FuseV1Options[Number(fuse)]);
  expect(on).toEqual([
    'EnableCookieEncryption',
    'EnableEmbeddedAsarIntegrityValidation',
    'OnlyLoadAppFromAsar',
    'WasmTrapHandlers',
  ]);
  expect(
    Object.values(wire).every((state) => state === FuseState.ENABLE || state === FuseState.DISABLE),
  ).toBe(true);
}

/** What an updater checks a download against, as the update metadata writes it. */
export function sha512(file: string): string {
  return createHash('sha512').update(readFileSync(file)).digest('base64');
}

/** `url → sha512` of every file that update metadata offers. */
export function offeredBy(metadata: string): ReadonlyMap<string, string> {
  const pairs = readFileSync(metadata, 'utf8').matchAll(/- url: (\S+)\n\s+sha512: (\S+)/g);
  return new Map([...pairs].map(([, url = '', hash = '']) => [url, hash]));
}

export interface StartedApp {
  readonly url: string;
  output(): string;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Starts a packaged program on loopback with data of its own; rejects with its output when it ends before it answers. */
export async function startApp(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<StartedApp> {
  const folder = temporaryFolder();
  const port = await anyFreePort();
  const child = spawn(command, args, {
    cwd: folder.path,
    env: {
      ...process.env,
      HOST: '127.0.0.1',
      PORT: String(port),
      SENTINEL_DATA_DIR: join(folder.path, 'data'),
      RELEASE_CHECK: 'off',
      TMPDIR: folder.path,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit');
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await exited;
    folder[Symbol.dispose]();
  };
  const url = `http://127.0.0.1:${port}`;
  try {
    await eventually(
      'the packaged server answers',
      async () => {
        if (child.exitCode !== null) throw new Error(`It ended with ${child.exitCode}:\n${output}`);
        return (await ask(`${url}/api/health`, 'GET').catch(() => undefined))?.status === 200;
      },
      40_000,
    );
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, output: () => output, [Symbol.asyncDispose]: stop };
}

/** A camera's video goes through the packaged server: the playlist moves on, and its newest segment is MPEG-TS. */
export async function expectLiveVideo(url: string): Promise<void> {
  const owner = await setUpOwner(url);
  const { nodeId, key } = await createNode(owner);
  const node = await startSimulatedNode({ url, nodeId, key, cameras: 1, segmentIntervalMs: 250 });
  try {
    const stream = `/api/cameras/${node.cameraIds[0] ?? ''}`;
    const newest = async (): Promise<string | undefined> =>
      [...(await owner.get(`${stream}/stream.m3u8`)).text.matchAll(/^\S*segment_\d+\.ts\S*$/gm)].at(-1)?.[0];
    const first = await eventually('a first segment is offered', newest, 20_000);
    const later = await eventually(
      'the playlist moves on',
      async () => {
        const now = await newest();
        return now !== first && now;
      },
      20_000,
    );
    const path = later.startsWith('/') ? later : `${stream}/${later}`;
    const segment = await owner.get(path);
    expect(segment.status).toBe(200);
    expect(segment.bytes.subarray(0, 1).toString('hex')).toBe('47');
    expect(segment.bytes.length % 188).toBe(0);
    const page = await owner.get('/');
    expect(page.text).toContain('<title>Sentinel Command Center</title>');
  } finally {
    await node.stop();
  }
}
