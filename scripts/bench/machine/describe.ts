import { spawnSync } from 'node:child_process';
import { cpus, loadavg, release, totalmem } from 'node:os';

/** What the figures were measured on. */
export interface MachineDescription {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly kernel: string;
  readonly node: string;
  readonly nginx: string | undefined;
  readonly chromium: string | undefined;
  /** Load of the last minute before the run began. */
  readonly loadBefore: number;
  readonly at: string;
}

export function describeMachine(): MachineDescription {
  const processors = cpus();
  return {
    cpu: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryGiB: Math.round(totalmem() / 1024 ** 3),
    kernel: release(),
    node: process.versions.node,
    nginx: versionOf('nginx', '-v'),
    chromium: versionOf('chromium', '--version'),
    loadBefore: loadavg()[0] ?? 0,
    at: new Date().toISOString(),
  };
}

/** The version a program tells of itself; undefined when it is not here. */
export function versionOf(program: string, option: string): string | undefined {
  const { status, stdout, stderr } = spawnSync(program, [option], { encoding: 'utf8' });
  return status === 0 ? /\d+(\.\d+)+/.exec(stdout + stderr)?.[0] : undefined;
}
