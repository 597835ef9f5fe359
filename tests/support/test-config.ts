import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../../server/config/config.ts';
import { loadConfig } from '../../server/config/env.ts';

/** A fresh folder that disappears with the test. */
export function temporaryFolder(): { readonly path: string; readonly [Symbol.dispose]: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'sentinel-test-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** The server's defaults on loopback and a free port, with some settings replaced. */
export function testConfig(dataDir: string, changes: Partial<Config> = {}): Config {
  const { config } = loadConfig({
    PORT: '0',
    HOST: '127.0.0.1',
    SENTINEL_DATA_DIR: dataDir,
    LOG_LEVEL: 'error',
    RELEASE_CHECK: 'off',
    SENTINEL_MDNS: 'off',
  });
  return { ...config, ...changes };
}
