// The server restarts and the page reloads on every change. Open the address that Vite prints.
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');

const children: ChildProcess[] = [
  // No --watch-path: Node watches exactly the files the server has imported.
  ['--watch', '--watch-preserve-output', join(root, 'server', 'cli.ts'), 'serve', ...process.argv.slice(2)],
  [vite, '--config', join(root, 'renderer', 'vite.config.ts')],
].map((args) => spawn(process.execPath, args, { cwd: root, stdio: 'inherit' }));

let stopping = false;
function stop(): void {
  if (stopping) return;
  stopping = true;
  for (const child of children) child.kill('SIGTERM');
}

process.on('SIGINT', stop);
process.on('SIGTERM', stop);
for (const child of children) {
  child.on('error', (error) => {
    console.error(error.message);
    stop();
  });
  child.on('exit', (code) => {
    process.exitCode ??= code ?? 0;
    stop();
  });
}
