import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { _electron as electron } from 'playwright';
import {
  desktopEnvironment,
  diaryOf,
  exitCode,
  readDiary,
  type Desktop,
  type DesktopLaunch,
} from './desktop.ts';
import type { DesktopCommands } from './desktop-state.ts';

const PROBE = fileURLToPath(new URL('probe.ts', import.meta.url));
const PROGRAM = fileURLToPath(new URL('../../../../dist/electron/main.js', import.meta.url));

const PACKAGE = fileURLToPath(new URL('../../../../node_modules/electron', import.meta.url));

/** Electron itself, where somebody fetched it. Its package's own way to ask would download it there and then. */
function installedProgram(): string | undefined {
  const record = join(PACKAGE, 'path.txt');
  const file = existsSync(record) ? join(PACKAGE, 'dist', readFileSync(record, 'utf8').trim()) : '';
  return existsSync(file) ? file : undefined;
}

export const installedElectron = installedProgram();

/** A program that begins with the probe and goes on as ours. */
function probedProgram(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sentinel-electron-'));
  writeFileSync(join(folder, 'probe.mjs'), stripTypeScriptTypes(readFileSync(PROBE, 'utf8')));
  const main = pathToFileURL(PROGRAM).href;
  writeFileSync(join(folder, 'main.mjs'), `import './probe.mjs';\nimport ${JSON.stringify(main)};\n`);
  writeFileSync(join(folder, 'package.json'), '{"name":"sentinel-desktop-test","main":"main.mjs"}');
  return folder;
}

/** Starts the desktop program in Electron. */
export async function startInElectron(launch: DesktopLaunch): Promise<Desktop> {
  const diary = diaryOf(launch);
  const executablePath = installedElectron ?? '';
  const args = [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), probedProgram()];
  const env = desktopEnvironment(launch, diary);
  const running = await electron.launch({ executablePath, args: [...args, ...(launch.args ?? [])], env });
  let output = '';
  const child = running.process();
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = exitCode(child);
  const perform = (name: string, args: readonly unknown[]): Promise<unknown> =>
    running.evaluate(
      (_electron, call) => {
        const { desktopProbe } = globalThis as unknown as {
          desktopProbe: Record<string, (...given: readonly unknown[]) => Promise<unknown>>;
        };
        return desktopProbe[call.name]?.(...call.args);
      },
      { name, args },
    );
  return {
    commands: new Proxy({} as DesktopCommands, {
      get:
        (_target, name: string) =>
        (...args: unknown[]) =>
          perform(name, args),
    }),
    host: undefined,
    startAgain: (...more) => exitCode(spawn(executablePath, [...args, ...more], { env, stdio: 'ignore' })),
    pages: async () => running.windows(),
    ended,
    diary: () => readDiary(diary),
    output: () => output,
    [Symbol.asyncDispose]: async () => {
      if (child.exitCode === null) child.kill('SIGKILL');
      await ended;
    },
  };
}
