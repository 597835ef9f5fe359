import type { Release } from './release-cache.ts';

const SYSTEMS: ReadonlySet<string> = new Set(['linux', 'macos', 'windows']);
const PROCESSORS: ReadonlySet<string> = new Set(['x86_64', 'aarch64', 'armv7']);

/** Kinds of files, best first. */
const WINDOWS_KINDS = [/\.msi$/, /\.zip$/];
const OTHER_KINDS = [/\.(tar\.gz|tgz)$/, /\.zip$/];

export interface Platform {
  readonly os: string;
  readonly arch: string;
}

/** The platform in lower case, or undefined when node programs are not built for it. */
export function knownPlatform(os: string, arch: string): Platform | undefined {
  const platform = { os: os.toLowerCase(), arch: arch.toLowerCase() };
  return SYSTEMS.has(platform.os) && PROCESSORS.has(platform.arch) ? platform : undefined;
}

/** Address of the release's best file for a platform, or undefined when it has none. */
export function downloadFor(release: Release, { os, arch }: Platform): string | undefined {
  const kinds = os === 'windows' ? WINDOWS_KINDS : OTHER_KINDS;
  const rank = (name: string): number => {
    const found = kinds.findIndex((kind) => kind.test(name));
    return found === -1 ? kinds.length : found;
  };
  return release.assets
    .map(({ name, url }) => ({ name: name.toLowerCase(), url }))
    .filter(({ name }) => name.includes(os) && name.slice(name.indexOf(os) + os.length).includes(arch))
    .sort((a, b) => rank(a.name) - rank(b.name))[0]?.url;
}
