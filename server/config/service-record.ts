import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { StartError } from '../start-error.ts';
import type { Config } from './config.ts';

/** What a service of this computer serves. Only an administrator can write it; everybody may read it. */
const serviceRecord = z.object({
  /** Only the service itself may look in here. */
  dataDir: z.string(),
  /** Where it answers on this computer. */
  url: z.url({ protocol: /^http$/ }),
  /** Address it listens on. */
  host: z.string(),
  /** Data directory of the person whose data it took over; null when it began with none. */
  from: z.string().nullable(),
});
export type ServiceRecord = z.infer<typeof serviceRecord>;

/** Where the record lies: in a folder that only administrators can write, on every system. */
export function serviceRecordFile(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): string {
  const name = 'Sentinel Command Center';
  if (platform === 'win32') {
    const common = environment['CommonProgramFiles'] ?? String.raw`C:\Program Files\Common Files`;
    return join(common, name, 'service.json');
  }
  if (platform === 'darwin') return join('/Library/Application Support', name, 'service.json');
  return '/etc/sentinel-command-center/service.json';
}

/** Undefined when no service is registered. Throws StartError for a record that cannot be understood. */
export function readServiceRecord(file: string): ServiceRecord | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new StartError(`${file} cannot be read: it says where this computer's data is.`, 'bad-config');
  }
  try {
    return serviceRecord.parse(JSON.parse(text));
  } catch {
    throw new StartError(`${file} is damaged: it says where this computer's data is.`, 'bad-config');
  }
}

/** Also by way of a link, or in other letters where those make no difference. */
function isSameFolder(one: string, other: string): boolean {
  const [a, b] = [one, other].map((path) => {
    const real = existsSync(path) ? realpathSync.native(path) : resolve(path);
    return process.platform === 'win32' ? real.toLowerCase() : real;
  });
  return a === b;
}

/** Refuses a data directory whose data a service took over. Throws StartError `data-moved`. */
export function requireUnmovedData({
  dataDir,
  serviceRecord: file,
}: Pick<Config, 'dataDir' | 'serviceRecord'>): void {
  const record = readServiceRecord(file);
  const from = record?.from ?? undefined;
  if (record === undefined || from === undefined || !isSameFolder(from, dataDir)) return;
  throw new StartError(
    `The data of ${dataDir} is with the service of this computer, in ${record.dataDir}. ` +
      `Open ${record.url}, or switch the service off in the desktop program first.`,
    'data-moved',
  );
}
