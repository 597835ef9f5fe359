// Lists the packages an installation runs or sends to browsers, with version and licence, from package-lock.json.
// Run: node scripts/licences.ts [FILE]; without FILE beside the built dashboard.
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join } from 'node:path';

/** An entry of `packages` in the lockfile. */
interface Locked {
  readonly version?: string;
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

export interface LicensedPackage {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
}

const ROOT = join(import.meta.dirname, '..');
const PREFIX = 'node_modules/';
/** Sent to browsers as they are: the readers of the API description. */
const SERVED = ['swagger-ui-dist', 'redoc'];
/** What a file imports, by any form of import. */
const IMPORTS = /(?:\bfrom\s*|\bimport\s*\(?\s*)['"]([^'".][^'"]*)['"]/g;
/** First words by which a licence file is known when package.json names none. */
const TEXTS: readonly (readonly [RegExp, string])[] = [
  [/MIT License/i, 'MIT'],
  [/Permission is hereby granted, free of charge/, 'MIT'],
  [/free and unencumbered software/, 'Unlicense'],
];

/** `@a/b/c` as `@a/b`. */
function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

/** Packages the dashboard's own source imports. */
function bundledRoots(root: string): readonly string[] {
  const found = new Set<string>();
  for (const file of globSync('renderer/**/*.{ts,tsx,css}', { cwd: root })) {
    if (file.endsWith('.config.ts')) continue;
    for (const [, specifier = ''] of readFileSync(join(root, file), 'utf8').matchAll(IMPORTS)) {
      if (!specifier.startsWith('/')) found.add(packageOf(specifier));
    }
  }
  return [...found];
}

/** Where a package finds another one: in its own folder, else in the folders around it. */
function resolve(packages: ReadonlyMap<string, Locked>, from: string, name: string): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf(`/${PREFIX}`)))) {
    const path = folder === '' ? PREFIX + name : `${folder}/${PREFIX}${name}`;
    if (packages.has(path)) return path;
    if (folder === '') return undefined;
  }
}

function needs(locked: Locked): readonly string[] {
  const peers = Object.keys(locked.peerDependencies ?? {});
  return [
    ...Object.keys(locked.dependencies ?? {}),
    ...Object.keys(locked.optionalDependencies ?? {}),
    ...peers.filter((name) => locked.peerDependenciesMeta?.[name]?.optional !== true),
  ];
}

/** Lock paths of `names` and everything they need. */
function closure(packages: ReadonlyMap<string, Locked>, names: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const visit = (from: string, name: string): void => {
    const path = resolve(packages, from, name);
    if (path === undefined || seen.has(path)) return;
    seen.add(path);
    for (const needed of needs(packages.get(path) ?? {})) visit(path, needed);
  };
  for (const name of names) visit('', name);
  return seen;
}

/** What the package's own files say where the lockfile says nothing. */
function licenceFromFiles(folder: string): string {
  if (!existsSync(folder)) return 'see the package';
  for (const file of readdirSync(folder).filter((name) => /^licen[cs]e/i.test(name))) {
    const text = readFileSync(join(folder, file), 'utf8');
    const known = TEXTS.find(([words]) => words.test(text));
    if (known !== undefined) return known[1];
  }
  return 'see the package';
}

/** Packages that run in an installation or reach a browser, by name. Types of other packages do neither. */
export function licensedPackages(root: string): readonly LicensedPackage[] {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, Locked>>;
  };
  const packages = new Map(Object.entries(lock.packages));
  const runtime = Object.keys(packages.get('')?.dependencies ?? {});
  const builtin = new Set(builtinModules);
  const bundled = bundledRoots(root).filter((name) => !builtin.has(name));
  const found = new Map<string, LicensedPackage>();
  for (const path of closure(packages, [...runtime, ...bundled, ...SERVED])) {
    const name = path.slice(path.lastIndexOf(PREFIX) + PREFIX.length);
    const { version = '', license } = packages.get(path) ?? {};
    if (name.startsWith('@types/')) continue;
    const licence = license ?? licenceFromFiles(join(root, path));
    found.set(`${name}@${version}`, { name, version, licence });
  }
  return [...found.values()].toSorted(
    (a, b) => a.name.localeCompare(b.name, 'en') || a.version.localeCompare(b.version, 'en'),
  );
}

/** Writes the list for the page about licences. */
export function writeLicences(file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ packages: licensedPackages(ROOT) })}\n`);
}

if (import.meta.main) writeLicences(process.argv[2] ?? join(ROOT, 'dist', 'static', 'licences.json'));
