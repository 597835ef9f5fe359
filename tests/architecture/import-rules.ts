// Who may import whom.
import type { Rule } from './rule.ts';
import type { Import, SourceFile, Tree } from './source-tree.ts';

const PLUMBING = new Set(['config', 'contract', 'db', 'http', 'events', 'background']);
/** Layers of a feature, from the top; a file may import its own layer and lower ones. */
const LAYERS = ['routes', 'service', 'repository'];

const isRelative = ({ target }: Import): boolean =>
  /^(server|electron|renderer|templates|build|scripts|tests|docs)\//.test(target);
const isNode = ({ target }: Import): boolean => target.startsWith('node:');
const isPackage = (found: Import): boolean => !isRelative(found) && !isNode(found);
const isElectron = ({ target }: Import): boolean => target === 'electron' || target.startsWith('electron/');
/** What starting a server takes, and its words when it cannot. */
const isServerEntry = ({ target }: Import): boolean =>
  /^server\/(start-server|start-error|clock|log)\.ts$|^server\/config\//.test(target);
const isContract = ({ target }: Import): boolean => target.startsWith('server/contract/');

const roomRules: Record<string, (found: Import) => boolean> = {
  server: (found) =>
    found.target.startsWith('server/') || ((isNode(found) || isPackage(found)) && !isElectron(found)),
  electron: (found) =>
    found.target.startsWith('electron/') ||
    isServerEntry(found) ||
    isContract(found) ||
    isNode(found) ||
    isPackage(found),
  renderer: (found) =>
    found.target.startsWith('renderer/') || isContract(found) || (isPackage(found) && !isElectron(found)),
  scripts: (found) =>
    found.target.startsWith('scripts/') || isContract(found) || isNode(found) || isPackage(found),
  build: (found) => found.target.startsWith('build/') || isNode(found) || isPackage(found),
  /** Pages that must work on their own import nothing but their own parts. */
  templates: (found) => found.target.startsWith('templates/'),
};

/** Previews show what the server makes, by the server's own code. */
const isPreview = (path: string): boolean => path.startsWith('scripts/preview');

/** The bench holds the server against itself with its routes bound another way. */
const isBenchServer = (path: string): boolean => path.startsWith('scripts/bench/servers/');

/** `renderer/vite.config.ts` runs in Node, not in a browser. */
const isToolConfig = (path: string): boolean => path.endsWith('.config.ts');

function offences(tree: Tree, allowed: (file: SourceFile, found: Import) => boolean): string[] {
  return tree.sources.flatMap((file) =>
    file.imports
      .filter((found) => !allowed(file, found))
      .map(({ target }) => `${file.path}: may not import ${target}`),
  );
}

const rooms: Rule = {
  name: 'a room imports only what the table of rooms allows',
  check: (tree) =>
    offences(tree, ({ path }, found) => {
      const rule = roomRules[path.split('/', 1)[0] ?? ''];
      return (
        rule === undefined ||
        !path.includes('/') ||
        (isToolConfig(path) && isNode(found)) ||
        ((isPreview(path) || isBenchServer(path)) && found.target.startsWith('server/')) ||
        rule(found)
      );
    }),
  broken: [
    { 'server/a.ts': `import { app } from 'electron'` },
    { 'server/a.ts': `import type { Page } from '../renderer/page.tsx'` },
    { 'server/a.ts': `const x = await import('../scripts/x.ts')` },
    { 'electron/main.ts': `import { db } from '../server/db/database.ts'` },
    { 'electron/main.ts': `import { createAppContext } from '../server/app-context.ts'` },
    { 'electron/a/b.ts': `import { Page } from '../../renderer/page.tsx'` },
    { 'electron/a/b.ts': `import { build } from '../../scripts/build.ts'` },
    { 'renderer/a.tsx': `import { readFileSync } from 'node:fs'` },
    { 'renderer/a.tsx': `export type { Node } from '../server/nodes/node.ts'` },
    { 'renderer/a.tsx': `let x: import('../server/nodes/node.ts').Node` },
    { 'scripts/a.ts': `import { clock } from '../server/clock.ts'` },
  ],
  kept: {
    'server/a.ts': `import { readFileSync } from 'node:fs'; import express from 'express'; import { b } from './b.ts'`,
    'electron/main.ts': `import { app } from 'electron'; import { startServer } from '../server/start-server.ts'; import { loadConfig } from '../server/config/env.ts'; import { createLogger } from '../server/log.ts'`,
    'renderer/a.tsx': `import { z } from 'zod'; import { nodes } from '../server/contract/fleet/nodes.ts'; import './a.css'`,
    'renderer/vite.config.ts': `import { join } from 'node:path'`,
    'scripts/a.ts': `import { nodes } from '../server/contract/fleet/nodes.ts'`,
    'scripts/preview/a.ts': `import { render } from '../../server/email/render.ts'`,
    'tests/a.test.ts': `import { clock } from '../server/clock.ts'`,
  },
};

const bootstrap: Rule = {
  name: 'the bootstrap needs nothing that must be installed first',
  check: (tree) =>
    offences(
      tree,
      ({ path }, found) =>
        !/^scripts\/bootstrap(\.mjs$|\/)/.test(path) ||
        isNode(found) ||
        found.target.startsWith('scripts/bootstrap/'),
    ),
  broken: [
    { 'scripts/bootstrap.mjs': `import { z } from 'zod'` },
    { 'scripts/bootstrap/a.mjs': `import './../build.ts'` },
  ],
  kept: { 'scripts/bootstrap/a.mjs': `import { b } from './b.mjs'; import { join } from 'node:path'` },
};

const contract: Rule = {
  name: 'the contract imports zod and itself only',
  check: (tree) =>
    offences(
      tree,
      ({ path }, found) =>
        !path.startsWith('server/contract/') || isContract(found) || found.target === 'zod',
    ),
  broken: [
    { 'server/contract/a.ts': `import type { Database } from '../db/database.ts'` },
    { 'server/contract/a.ts': `import { randomUUID } from 'node:crypto'` },
  ],
  kept: { 'server/contract/a.ts': `import { z } from 'zod'; import { b } from './b.ts'` },
};

const runtimePackages: Rule = {
  name: 'what runs in an installation is listed under dependencies',
  check: (tree) => {
    const { dependencies = {} } = JSON.parse(tree.text('package.json')) as {
      dependencies?: Record<string, string>;
    };
    return offences(tree, ({ path }, found) => {
      if (!/^(server|electron)\//.test(path) || isToolConfig(path)) return true;
      if (found.typeOnly || !isPackage(found) || isElectron(found)) return true;
      const parts = found.target.split('/');
      return (parts[0]?.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? '')) in dependencies;
    });
  },
  broken: [
    { 'package.json': '{"devDependencies":{"vite":"1"}}', 'server/a.ts': `import { build } from 'vite'` },
    { 'package.json': '{"dependencies":{"@a/c":"1"}}', 'server/a.ts': `import { b } from '@a/b/x'` },
  ],
  kept: {
    'package.json': '{"dependencies":{"@a/b":"1","zod":"1"}}',
    'server/a.ts': `import { b } from '@a/b/x'; import { z } from 'zod'; import type { V } from 'vite'`,
  },
};

const drizzleOnce: Rule = {
  name: 'only server/db/drizzle.ts loads drizzle, by require; its types are free to all',
  check: (tree) =>
    offences(tree, (_file, { target, typeOnly }) => typeOnly || !/^drizzle-orm(\/|$)/.test(target)),
  broken: [
    { 'server/a.ts': `import { eq } from 'drizzle-orm'` },
    { 'server/db/drizzle.ts': `export { sqliteTable } from 'drizzle-orm/sqlite-core'` },
    { 'tests/a.test.ts': `const { sql } = await import('drizzle-orm')` },
  ],
  kept: {
    'server/a.ts': `import type { SQL } from 'drizzle-orm'; import { eq } from './db/drizzle.ts'`,
    'server/db/drizzle.ts': `import type * as Orm from 'drizzle-orm'; export const { eq } = load('drizzle-orm') as typeof Orm`,
  },
};

interface Place {
  folder: string;
  feature: string | undefined;
  layer: number;
}

/** Where in `server/` a file stands: its feature (plumbing has none) and its layer (-1 when it has none). */
function placeOf(path: string): Place | undefined {
  const [room, folder = '', ...rest] = path.split('/');
  if (room !== 'server' || rest.length === 0) return undefined;
  const stem = (rest.at(-1) ?? '').replace(/\.ts$/, '');
  return {
    folder,
    feature: PLUMBING.has(folder) ? undefined : folder,
    layer: LAYERS.findIndex((name) => stem === name || stem.endsWith(`-${name}`)),
  };
}

function layerAllowed({ path }: SourceFile, { target, typeOnly }: Import): boolean {
  const from = placeOf(path);
  const to = placeOf(target);
  if (from === undefined) return true;
  if (
    from.layer >= 0 &&
    /^server\/[^/]+$/.test(target) &&
    /app-context|app-fleet|start-server|cli\.ts/.test(target)
  )
    return typeOnly;
  if (to === undefined) return true;
  if (from.layer >= 0 && to.layer >= 0 && to.layer < from.layer) return false;
  const foreign = to.feature !== from.feature;
  if (foreign && to.feature !== undefined && LAYERS[to.layer] === 'repository') return false;
  return !(LAYERS[from.layer] === 'routes' && target.startsWith('server/db/schema/') && !typeOnly);
}

const layers: Rule = {
  name: 'routes → service → repository → db/schema, never upward, and no repository of another feature',
  check: (tree) => offences(tree, layerAllowed),
  broken: [
    { 'server/nodes/node-repository.ts': `import { x } from './node-service.ts'` },
    { 'server/nodes/node-service.ts': `import { x } from './node-routes.ts'` },
    { 'server/nodes/node-service.ts': `import { x } from '../cameras/camera-repository.ts'` },
    { 'server/nodes/node-key-ring.ts': `import type { X } from '../cameras/camera-repository.ts'` },
    { 'server/nodes/node-repository.ts': `import { x } from '../cameras/camera-service.ts'` },
    { 'server/nodes/node-routes.ts': `import { nodes } from '../db/schema/nodes.ts'` },
    { 'server/nodes/node-service.ts': `import { context } from '../app-context.ts'` },
  ],
  kept: {
    'server/nodes/node-routes.ts': `import { x } from './node-service.ts'`,
    'server/nodes/node-service.ts': `import { x } from './node-repository.ts'; import { y } from '../cameras/camera-service.ts'`,
    'server/nodes/node-repository.ts': `import { nodes } from '../db/schema/nodes.ts'; import { s } from '../db/settings-repository.ts'`,
  },
};

const plumbing: Rule = {
  name: 'plumbing knows no feature (types aside)',
  check: (tree) =>
    offences(tree, ({ path }, found) => {
      const from = placeOf(path);
      return (
        from === undefined ||
        from.feature !== undefined ||
        placeOf(found.target)?.feature === undefined ||
        found.typeOnly
      );
    }),
  broken: [{ 'server/http/a.ts': `import { signIn } from '../auth/auth-service.ts'` }],
  kept: {
    'server/http/a.ts': `import type { Principal } from '../auth/principal.ts'; import { e } from './e.ts'`,
  },
};

/** Depth-first search; a file that is still on the path when it is met again closes a cycle. */
function cycles(tree: Tree): string[] {
  const next = new Map(
    tree.sources.map(({ path, imports }) => [
      path,
      imports.filter((found) => !found.typeOnly).map(({ target }) => target),
    ]),
  );
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, trail: string[]): void => {
    const seen = trail.indexOf(path);
    if (seen >= 0) found.push(`${path}: import cycle ${[...trail.slice(seen), path].join(' → ')}`);
    if (seen >= 0 || done.has(path)) return;
    for (const target of next.get(path) ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const path of next.keys()) visit(path, []);
  return found;
}

const noCycles: Rule = {
  name: 'no import cycles',
  check: cycles,
  broken: [
    {
      'server/a.ts': `import { b } from './b.ts'`,
      'server/b.ts': `export { c } from './c.ts'`,
      'server/c.ts': `import('./a.ts')`,
    },
    { 'renderer/a.ts': `import './a.ts'` },
  ],
  kept: { 'server/a.ts': `import { b } from './b.ts'`, 'server/b.ts': `import type { A } from './a.ts'` },
};

/** The script runs beside untrusted content, in a sandbox that offers Electron and nothing else. */
const preload: Rule = {
  name: 'the preload script carries verbs and no machinery',
  check: (tree) =>
    offences(
      tree,
      ({ path }, found) =>
        !/^electron\/(preload|ipc\/desktop-api)\.ts$/.test(path) ||
        found.typeOnly ||
        found.target === 'electron' ||
        found.target === 'electron/ipc/desktop-api.ts',
    ),
  broken: [
    { 'electron/preload.ts': `import { z } from 'zod'` },
    { 'electron/preload.ts': `import { readFileSync } from 'node:fs'` },
    { 'electron/ipc/desktop-api.ts': `import { shellApi } from '../app/shell-api.ts'` },
  ],
  kept: {
    'electron/preload.ts': `import { ipcRenderer } from 'electron'; import { a } from './ipc/desktop-api.ts'`,
  },
};

export const importRules = [
  preload,
  rooms,
  bootstrap,
  contract,
  runtimePackages,
  drizzleOnce,
  layers,
  plumbing,
  noCycles,
];
