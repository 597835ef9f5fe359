import { app } from 'electron';
import { statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import type { Logger } from 'pino';
import type { Config } from '../../server/config/config.ts';
import type { Service } from '../app/actions.ts';
import type { ServerHost } from '../server/server-host.ts';
import type { SettingsFile } from '../settings/settings-file.ts';
import { runCommand } from './privileged.ts';
import { scriptParts } from './service-script.ts';
import { serviceSystem, whyNoService, type ProgramPlace } from './service-plan.ts';
import { setupService } from './setup-service.ts';

function foldersOf(path: string): string[] {
  const above = dirname(path);
  return above === path ? [] : [above, ...foldersOf(above)];
}

function programPlace(environment: NodeJS.ProcessEnv): ProgramPlace {
  const names = ['ProgramFiles', 'ProgramFiles(x86)', 'ProgramW6432'];
  return {
    stat: (path) => statSync(path),
    foldersOf,
    programFolders: names.flatMap((name) => environment[name] ?? []),
  };
}

export interface ServiceSurroundings {
  readonly config: Config;
  readonly program: readonly string[];
  readonly host: ServerHost;
  readonly settings: SettingsFile;
  readonly log: Logger;
}

/** The service of this computer; undefined where the program is not installed, or the system is unknown. */
export function thisService(
  { config, program: [program], host, settings, log }: ServiceSurroundings,
  environment: NodeJS.ProcessEnv,
): Service | undefined {
  const system = serviceSystem(process.platform);
  if (!app.isPackaged || system === undefined || program === undefined) return undefined;
  return setupService({
    config,
    host,
    log,
    system,
    program,
    person: userInfo().username,
    port: () => settings.current.port ?? config.port,
    whyNot: () => whyNoService({ system, program }, config, programPlace(environment)),
    parts: () => scriptParts(system, join(process.resourcesPath, 'service')),
    run: runCommand,
  });
}
