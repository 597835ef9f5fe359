import { type ChildProcess, execFileSync, spawn, type SpawnOptions } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** The core of every server that is measured, and the core of what loads it. */
export const SERVER_CORE = 0;
export const LOAD_CORE = 1;

/** Starts a program that stays on one core. */
export function spawnOn(core: number, command: readonly string[], options: SpawnOptions): ChildProcess {
  return spawn('taskset', ['-c', String(core), ...command], options);
}

/** Keeps this process and all its threads on these cores. */
export function confineSelf(...cores: readonly number[]): void {
  execFileSync('taskset', ['-acp', cores.join(','), String(process.pid)], { stdio: 'ignore' });
}

/**
 * Keeps every core busy with work that yields to everything else: an idle virtual core is dear to wake, and its
 * sleeping would be measured instead of the servers.
 */
export class Spinners implements Disposable {
  #children: readonly ChildProcess[] = [];

  start(): void {
    const cores = Array.from({ length: availableParallelism() }, (_, core) => String(core));
    this.#children = cores.map((core) =>
      spawn('taskset', ['-c', core, 'chrt', '-i', '0', 'sh', '-c', 'while :; do :; done'], {
        stdio: 'ignore',
      }),
    );
  }

  [Symbol.dispose](): void {
    for (const child of this.#children) child.kill('SIGKILL');
  }
}

/** Time that neighbours took from this computer, ms for each core. */
function stolenMs(): number[] {
  return readFileSync('/proc/stat', 'utf8')
    .split('\n')
    .filter((line) => /^cpu\d/.test(line))
    .map((line) => Number(line.split(/\s+/)[8] ?? 0) * TICK_MS);
}

/** Unit of the times in /proc: 1/100 s on every Linux. */
export const TICK_MS = 10;
const STEAL_LIMIT_PERCENT = 10;
const ATTEMPTS = 3;

export interface Calm<T> {
  readonly value: T;
  /** What neighbours took of the worse core, %. */
  readonly stealPercent: number;
}

/** Measures, and measures again, at most twice, while neighbours took more than a tenth of a core. */
export async function calmly<T>(measure: () => Promise<T>): Promise<Calm<T>> {
  let best: Calm<T> | undefined;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const before = stolenMs();
    const startedAt = performance.now();
    const value = await measure();
    const elapsedMs = performance.now() - startedAt;
    const taken = stolenMs().map((ms, core) => ms - (before[core] ?? 0));
    const stealPercent = (Math.max(0, ...taken) / elapsedMs) * 100;
    if (best === undefined || stealPercent < best.stealPercent) best = { value, stealPercent };
    if (stealPercent <= STEAL_LIMIT_PERCENT) break;
  }
  if (best === undefined) throw new Error('Nothing was measured.');
  return best;
}
