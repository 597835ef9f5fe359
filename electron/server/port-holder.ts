import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { promisify } from 'node:util';
import { z } from 'zod';
import { system } from '../../server/contract/system.ts';
import { texts } from '../texts/texts.ts';

const run = promisify(execFile);
const WITHIN_MS = 2_000;

/** Name of the program that listens on a port of this machine; undefined when it cannot be told. */
export async function portHolder(port: number, platform: NodeJS.Platform): Promise<string | undefined> {
  try {
    if (await isOneOfUs(port)) return texts().startFailure.oneOfUs;
    if (platform === 'linux') return await holderOnLinux(port);
    if (platform === 'win32') return await holderOnWindows(port);
    return holderInLsof((await run('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fc'], limited)).stdout);
  } catch {
    return undefined;
  }
}

const ownAnswer = z.object({ status: z.literal('healthy'), version: z.string() });
const limited = { timeout: WITHIN_MS, windowsHide: true };

async function isOneOfUs(port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}${system.health.path}`, {
      signal: AbortSignal.timeout(WITHIN_MS),
    });
    return ownAnswer.safeParse(await answer.json()).success;
  } catch {
    return false;
  }
}

/** Socket numbers that listen on a port, from the text of /proc/net/tcp or tcp6. */
export function listeningSockets(table: string, port: number): string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return table.split('\n').flatMap((line) => {
    const fields = line.trim().split(/\s+/);
    const isListening = fields[3] === '0A' && fields[1]?.endsWith(suffix) === true;
    return isListening && fields[9] !== undefined ? [fields[9]] : [];
  });
}

async function holderOnLinux(port: number): Promise<string | undefined> {
  const tables = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map((file) => readFile(file, 'utf8').catch(() => '')),
  );
  const wanted = new Set(
    tables.flatMap((table) => listeningSockets(table, port)).map((socket) => `socket:[${socket}]`),
  );
  const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  for (const id of processes) {
    const handles = await readdir(`/proc/${id}/fd`).catch(() => []);
    const targets = await Promise.all(handles.map((fd) => readlink(`/proc/${id}/fd/${fd}`).catch(() => '')));
    if (targets.some((target) => wanted.has(target)))
      return (await readFile(`/proc/${id}/comm`, 'utf8')).trim();
  }
  return undefined;
}

/** Name in the output of `lsof -Fc`. */
export function holderInLsof(output: string): string | undefined {
  return /^c(.+)$/m.exec(output)?.[1];
}

/** Process number in the output of `netstat -ano -p TCP`; the word for listening depends on the language, 0.0.0.0:0 does not. */
export function holderInNetstat(output: string, port: number): string | undefined {
  const line = new RegExp(String.raw`^\s*TCP\s+\S+:${port}\s+(?:0\.0\.0\.0|\[::\]):0\s+\S+\s+(\d+)\s*$`, 'm');
  return line.exec(output)?.[1];
}

async function holderOnWindows(port: number): Promise<string | undefined> {
  const id = holderInNetstat((await run('netstat', ['-ano', '-p', 'TCP'], limited)).stdout, port);
  if (id === undefined) return undefined;
  const { stdout } = await run('tasklist', ['/FI', `PID eq ${id}`, '/FO', 'CSV', '/NH'], limited);
  return /^"([^"]+)"/m.exec(stdout)?.[1];
}
