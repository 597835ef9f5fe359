// Lists the packages an installation runs or sends to browsers, with version and licence, and gathers the texts of their
// licences, so that whoever passes the program on passes them on too.
// Run after the dashboard is built: node scripts/licences.ts [FILE]; without FILE beside it.
import { existsSync, globSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** An entry of `packages` in the lockfile. */
interface Locked {
  /** Only where it is another one than that of its folder. */
  readonly name?: string;
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
/** Written beside the dashboard when it is built: folders of the packages in it. */
const BUNDLED = 'packages.json';
const TEXTS_FILE = 'third-party-licences.txt';
/** Come with the packages that need them, and serve only those who build programs with these: nothing loads them. */
const NEVER_LOADED = new Set(['@sentry/bundler-plugins']);
/** What a style sheet imports, in CSS or from a module. */
const STYLES = /(?:@import\s*|\bimport\s*)['"]([^'".][^'"]*)['"]/g;
const LICENCE_FILE = /^(licen[cs]e|copying|notice)/i;
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

/** Packages of which the dashboard has styles or fonts; the list of the build knows scripts alone. */
function styleRoots(root: string): readonly string[] {
  const found = new Set<string>();
  for (const file of globSync('renderer/styles/*.css', { cwd: root })) {
    for (const [, specifier = ''] of readFileSync(join(root, file), 'utf8').matchAll(STYLES)) {
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
    if (path === undefined || seen.has(path) || NEVER_LOADED.has(name)) return;
    seen.add(path);
    for (const needed of needs(packages.get(path) ?? {})) visit(path, needed);
  };
  for (const name of names) visit('', name);
  return seen;
}

/** The texts of a package's licence; none for parts that only other systems install. */
function licenceTexts(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && LICENCE_FILE.test(entry.name))
    .map(({ name }) => readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim());
}

/** What the package's own files say where the lockfile says nothing. */
function licenceFromTexts(texts: readonly string[]): string {
  const known = TEXTS.find(([words]) => texts.some((text) => words.test(text)));
  return known?.[1] ?? 'see the package';
}

interface Shipped extends LicensedPackage {
  readonly texts: readonly string[];
}

function shippedPackages(root: string, bundled: readonly string[]): readonly Shipped[] {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, Locked>>;
  };
  const packages = new Map(Object.entries(lock.packages));
  const runtime = Object.keys(packages.get('')?.dependencies ?? {});
  const styles = styleRoots(root).map((name) => PREFIX + name);
  const found = new Map<string, Shipped>();
  for (const path of [...closure(packages, [...runtime, ...SERVED]), ...styles, ...bundled]) {
    const locked = packages.get(path);
    if (locked === undefined) throw new Error(`${path} is no package of package-lock.json`);
    // A package may stand in for another one, in the folder of that one's name.
    const { name = path.slice(path.lastIndexOf(PREFIX) + PREFIX.length), version = '', license } = locked;
    // Types of other packages neither run nor reach a browser.
    if (name.startsWith('@types/')) continue;
    const texts = licenceTexts(join(root, path));
    found.set(`${name}@${version}`, { name, version, licence: license ?? licenceFromTexts(texts), texts });
  }
  return [...found.values()].toSorted(
    (a, b) => a.name.localeCompare(b.name, 'en') || a.version.localeCompare(b.version, 'en'),
  );
}

/**
 * Packages that run in an installation or reach a browser, by name.
 * @param bundled Folders of the packages in the dashboard, from the root, as `node_modules/a/node_modules/b`.
 */
export function licensedPackages(root: string, bundled: readonly string[]): readonly LicensedPackage[] {
  return shippedPackages(root, bundled).map(({ name, version, licence }) => ({ name, version, licence }));
}

/** Every licence with the packages it is for; a text that many share stands there once. */
export function licenceDocument(root: string, bundled: readonly string[]): string {
  const packages = shippedPackages(root, bundled);
  const sharing = Map.groupBy(
    packages.flatMap((shipped) => shipped.texts.map((text) => ({ text, shipped }))),
    ({ text }) => text,
  );
  const parts = [...sharing].map(([text, sharers]) => {
    const names = sharers.map(({ shipped }) => `${shipped.name} ${shipped.version} (${shipped.licence})`);
    return `${names.join('\n')}\n\n${text}\n`;
  });
  const bare = packages.filter(({ texts }) => texts.length === 0);
  const rest = bare.map(({ name, version, licence }) => `${name} ${version}: ${licence}`).join('\n');
  return [
    'Sentinel Command Center holds the packages below, each under its own licence.\n',
    ...parts,
    `These name their licence without its text:\n\n${rest}\n`,
  ].join(`\n${'-'.repeat(80)}\n\n`);
}

/** Writes the list for the page about licences, and their texts beside it. Throws before the dashboard is built. */
export function writeLicences(file: string): void {
  const folder = dirname(file);
  const bundled = JSON.parse(readFileSync(join(folder, BUNDLED), 'utf8')) as readonly string[];
  writeFileSync(file, `${JSON.stringify({ packages: licensedPackages(ROOT, bundled) })}\n`);
  writeFileSync(join(folder, TEXTS_FILE), licenceDocument(ROOT, bundled));
}

if (import.meta.main) writeLicences(process.argv[2] ?? join(ROOT, 'dist', 'static', 'licences.json'));
