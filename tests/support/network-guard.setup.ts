// Runs once in vitest's main process: names the file in which the network guard records forbidden calls, and
// fails the run when there are any.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export function setup(): () => void {
  const given = process.env['SENTINEL_TEST_NETWORK_LOG'];
  if (given !== undefined) return () => failOnRecords(given);
  const folder = mkdtempSync(join(tmpdir(), 'sentinel-network-'));
  const log = join(folder, 'violations.log');
  process.env['SENTINEL_TEST_NETWORK_LOG'] = log;
  return () => {
    try {
      failOnRecords(log);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
}

function failOnRecords(log: string): void {
  if (!existsSync(log)) return;
  process.exitCode = 1;
  throw new Error(`Tests tried to reach the network:\n${readFileSync(log, 'utf8')}`);
}
