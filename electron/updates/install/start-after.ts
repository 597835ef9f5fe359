import { spawn } from 'node:child_process';

/** Set by the AppImage that runs now; the next one sets its own. */
const OF_THIS_IMAGE = new Set(['APPIMAGE', 'APPDIR', 'ARGV0', 'OWD']);
const WAIT_AND_START = 'while kill -0 "$1" 2>/dev/null; do sleep 0.2; done; exec "$2"';

/**
 * Starts a program once a process has ended, on Linux. Not Electron's own way: that would be part of the image that is
 * unmounted meanwhile. Two instances at once would find the first one's lock and end.
 */
export function startAfter(pid: number, program: string, environment: NodeJS.ProcessEnv): void {
  const env = Object.fromEntries(Object.entries(environment).filter(([name]) => !OF_THIS_IMAGE.has(name)));
  const options = { env, detached: true, stdio: 'ignore' } as const;
  spawn('/bin/sh', ['-c', WAIT_AND_START, 'sh', String(pid), program], options).unref();
}

/** Starts a program that outlives this one. */
export function startDetached(program: string, args: readonly string[]): void {
  spawn(program, args, { detached: true, stdio: 'ignore' }).unref();
}
