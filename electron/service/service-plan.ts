import { isAbsolute, relative } from 'node:path';
import type { Config } from '../../server/config/config.ts';

/** Systems whose own way of running services is known here. */
export type ServiceSystem = 'linux' | 'darwin' | 'win32';

export type ServiceAction = 'install' | 'remove' | 'restart';

/** What is registered, and whose data moves. */
export interface ServicePlan {
  readonly system: ServiceSystem;
  /** The installed program, which everybody on the computer can start. */
  readonly program: string;
  readonly port: number;
  readonly host: string;
  /** Name of the person whose data moves. */
  readonly person: string;
  /** That person's data directory. */
  readonly from: string;
  /** Process that keeps every server away from the directory meanwhile. */
  readonly holder: number;
}

export function serviceSystem(platform: NodeJS.Platform): ServiceSystem | undefined {
  return platform === 'linux' || platform === 'darwin' || platform === 'win32' ? platform : undefined;
}

/** Facts of the file system that decide whether a program may be a service. */
export interface ProgramPlace {
  /** Numeric owner and mode of a file or folder. */
  readonly stat: (path: string) => { readonly uid: number; readonly mode: number };
  /** Every folder around a path, from the nearest to the root. */
  readonly foldersOf: (path: string) => readonly string[];
  /** Folders of programs for everyone on Windows. */
  readonly programFolders: readonly string[];
}

const FOR_EVERYONE = 'Install the program for everyone on this computer first';

/** Why this program cannot run as a service where it lies; undefined when it can. */
export function whyNoService(
  { system, program }: Pick<ServicePlan, 'system' | 'program'>,
  config: Pick<Config, 'dataDir' | 'databaseFile'>,
  place: ProgramPlace,
): string | undefined {
  const inside = relative(config.dataDir, config.databaseFile);
  // Another drive of Windows has no relative path.
  if (inside.startsWith('..') || isAbsolute(inside))
    return 'DATABASE_URL is set: a database outside of the data directory cannot move.';
  if (system === 'win32') {
    const path = program.toLowerCase();
    const known = place.programFolders.some((folder) => path.startsWith(`${folder.toLowerCase()}\\`));
    return known ? undefined : `${FOR_EVERYONE}: one in a person's folder cannot be read by a service.`;
  }
  if (system === 'darwin')
    return program.startsWith('/Applications/') ? undefined : 'Move the program into Applications first.';
  const open = [program, ...place.foldersOf(program)].find((path) => {
    const { uid, mode } = place.stat(path);
    // Whoever can change the program would be the service.
    return uid !== 0 || (mode & 0o022) !== 0 || (mode & 0o005) !== 0o005;
  });
  if (open === undefined && !program.endsWith('.AppImage')) return undefined;
  return `${FOR_EVERYONE}, with the .deb package or below /opt as root: here others could change it.`;
}
