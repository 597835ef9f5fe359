import { systemClock, type Clock } from '../../server/clock.ts';
import type { Config } from '../../server/config/config.ts';
import { createLogger } from '../../server/log.ts';
import { startServer, type RunningServer } from '../../server/start-server.ts';
import { setUpOwner } from './people.ts';
import { TestClient } from './test-client.ts';
import { temporaryFolder, testConfig } from './test-config.ts';

export interface TestServerOptions {
  readonly config?: Partial<Config>;
  readonly clock?: Clock;
  /** Keeps the data of an earlier server; by default a folder of its own that disappears at the end. */
  readonly dataDir?: string;
  /** Which node addresses may be fetched from; by default the product's own rule, which refuses loopback. */
  readonly lanAddressRule?: (address: string) => boolean;
}

export interface TestServer {
  readonly url: string;
  readonly dataDir: string;
  readonly running: RunningServer;
  /** Everything the server logged, a line each. */
  readonly logLines: readonly string[];
  readonly anonymous: TestClient;
  /** Creates the owner and answers a client signed in as them. */
  owner(): Promise<TestClient>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** The whole server in this process: real HTTP on loopback, real database file. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const folder = options.dataDir === undefined ? temporaryFolder() : undefined;
  const dataDir = options.dataDir ?? folder?.path ?? '';
  const config = testConfig(dataDir, { logLevel: 'info', ...options.config });
  const logLines: string[] = [];
  const log = createLogger(config.logLevel, (line) => logLines.push(line));
  const running = await startServer({
    config,
    log,
    clock: options.clock ?? systemClock,
    ...(options.lanAddressRule === undefined ? {} : { lanAddressRule: options.lanAddressRule }),
  });
  return {
    url: running.url,
    dataDir,
    running,
    logLines,
    anonymous: new TestClient(running.url),
    owner: () => setUpOwner(running.url),
    [Symbol.asyncDispose]: async () => {
      await running.dispose();
      folder?.[Symbol.dispose]();
    },
  };
}
