import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { powerShellWord } from './service-script.ts';
import type { ServiceSystem } from './service-plan.ts';

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
}

/** What the system's own question for an administrator's password ended with. */
export type Outcome = 'done' | 'declined' | 'failed';

const encoded = (script: string): string => Buffer.from(script, 'utf16le').toString('base64');

/**
 * Windows takes about 2 000 characters from a program that asks for rights, so the script lies in a file. It is read once
 * and run only if it is what the person agreed to, because others may write where it lies.
 */
function windowsCommand(script: string, file: string): Command {
  const sum = createHash('sha256').update(script).digest('hex');
  const inner = [
    `$t=[IO.File]::ReadAllText(${powerShellWord(file)})`,
    '$b=[Security.Cryptography.SHA256]::Create().ComputeHash([Text.Encoding]::UTF8.GetBytes($t))',
    `if(([BitConverter]::ToString($b) -replace '-') -ne '${sum}'){exit 9}`,
    '& ([scriptblock]::Create($t))',
  ].join(';');
  const args = ['-NoProfile', '-ExecutionPolicy', 'Bypass', '-EncodedCommand', encoded(inner)];
  const outer =
    `try{$p=Start-Process powershell.exe -Verb RunAs -WindowStyle Hidden -Wait -PassThru ` +
    `-ArgumentList ${args.map(powerShellWord).join(',')};exit $p.ExitCode}catch{exit 1223}`;
  return { file: 'powershell.exe', args: ['-NoProfile', '-NonInteractive', '-Command', outer] };
}

/** Runs a script with an administrator's rights, after the system itself asked for them. `file` holds the script. */
export function privilegedCommand(system: ServiceSystem, script: string, file: string): Command {
  if (system === 'win32') return windowsCommand(script, file);
  // As an argument nobody can change it after the question was answered.
  if (system === 'linux') return { file: 'pkexec', args: ['/bin/sh', '-c', script] };
  const text = script.replaceAll('\\', '\\\\').replaceAll('"', String.raw`\"`);
  return {
    file: 'osascript',
    args: ['-e', `do shell script "${text}" with administrator privileges`],
  };
}

/** `said` is what it wrote to standard error. */
export function outcomeOf(system: ServiceSystem, code: number | null, said: string): Outcome {
  if (code === 0) return 'done';
  const declined =
    system === 'win32' ? code === 1223 : system === 'linux' ? code === 126 : said.includes('(-128)');
  return declined ? 'declined' : 'failed';
}

export interface Ran {
  readonly code: number | null;
  readonly said: string;
}

/** Runs a command to its end. Throws when there is no such program. */
export async function runCommand({ file, args }: Command): Promise<Ran> {
  const child = spawn(file, args, { stdio: ['ignore', 'ignore', 'pipe'], windowsHide: true });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said };
}
