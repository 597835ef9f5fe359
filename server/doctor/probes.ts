import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { NetworkFacts } from '../contract/system.ts';
import { diskFigures, type DiskFigures } from '../system/health-service.ts';

const run = promisify(execFile);
const ANSWER_WITHIN_MS = 5_000;

/** What the doctor asks of the computer around the server. */
export interface DoctorProbes {
  readonly platform: NodeJS.Platform;
  /** Output of a program of the system; undefined when it is missing, fails or takes longer than 5 s. */
  readonly command: (program: string, args: readonly string[]) => Promise<string | undefined>;
  /** Space on the disk of a folder. */
  readonly disk: (folder: string) => Promise<DiskFigures>;
  /** How other devices reach this server; undefined while none runs. */
  readonly network: () => Promise<Pick<NetworkFacts, 'reach' | 'platform'> | undefined>;
}

/** The computer as it is. */
export function systemProbes(network: DoctorProbes['network']): DoctorProbes {
  return { platform: process.platform, command, disk: diskFigures, network };
}

async function command(program: string, args: readonly string[]): Promise<string | undefined> {
  try {
    const options = { timeout: ANSWER_WITHIN_MS, killSignal: 'SIGKILL', windowsHide: true } as const;
    return (await run(program, [...args], options)).stdout;
  } catch {
    return undefined;
  }
}
