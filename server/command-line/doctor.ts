import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import BetterSqlite3 from 'better-sqlite3';
import { loadConfigFromProcess } from '../config/env.ts';
import type { Config } from '../config/config.ts';
import { lanAddresses } from '../http/guard/host-names.ts';
import { StartError } from '../start-error.ts';
import { diskFigures } from '../system/health-service.ts';
import type { Command } from './command.ts';

interface Finding {
  readonly good: boolean;
  readonly text: string;
}

function dataDirectory({ dataDir }: Config): Finding {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    accessSync(dataDir, constants.R_OK | constants.W_OK);
    return { good: true, text: `Data directory ${dataDir} can be written` };
  } catch {
    return {
      good: false,
      text: `Data directory ${dataDir} cannot be written: correct its owner or set SENTINEL_DATA_DIR`,
    };
  }
}

function database({ databaseFile }: Config): Finding {
  if (!existsSync(databaseFile))
    return { good: true, text: 'No database yet; it is made at the first start' };
  try {
    using connection = closing(new BetterSqlite3(databaseFile, { readonly: true }));
    const answer = connection.value.pragma('integrity_check(1)', { simple: true });
    if (answer === 'ok') return { good: true, text: `Database ${databaseFile} is sound` };
  } catch {
    // Falls through to the same advice as a failed check.
  }
  return {
    good: false,
    text: `Database ${databaseFile} is damaged: restore a backup with "npm run restore -- FILE"`,
  };
}

function closing(value: BetterSqlite3.Database) {
  return { value, [Symbol.dispose]: () => value.close() };
}

async function disk({ dataDir, diskCriticalPercent }: Config): Promise<Finding> {
  const { percentUsed, bytesFree } = await diskFigures(dataDir);
  const text = `Disk is ${percentUsed} % full, ${(bytesFree / 1e9).toFixed(1)} GB free`;
  return { good: percentUsed < diskCriticalPercent, text };
}

function port(config: Config): Promise<Finding> {
  return new Promise((resolve) => {
    const probe = connect({ port: config.port, host: '127.0.0.1' });
    const answer = (text: string): void => {
      probe.destroy();
      resolve({ good: true, text });
    };
    probe.once('connect', () =>
      answer(`Port ${config.port} is in use: by a running server, or by another program`),
    );
    probe.once('error', () => answer(`Port ${config.port} is free`));
  });
}

function network(): Finding {
  const [best] = lanAddresses();
  if (best === undefined) return { good: false, text: 'No LAN address: connect this machine to the network' };
  return { good: true, text: `LAN address ${best}` };
}

/** Looks at everything a start needs and says what to do about what is wrong. */
export const doctor: Command = {
  summary: 'Check this installation and say what is wrong',
  options: {},
  run: async () => {
    const { config, warnings } = loadConfigFromProcess();
    const findings = [
      ...warnings.map((text) => ({ good: false, text })),
      dataDirectory(config),
      database(config),
      await disk(config),
      await port(config),
      network(),
    ];
    for (const { good, text } of findings) process.stdout.write(`${good ? 'ok   ' : 'WRONG'}  ${text}\n`);
    const wrong = findings.filter(({ good }) => !good).length;
    if (wrong > 0) throw new StartError(`${wrong} of ${findings.length} checks need attention.`, 'unhealthy');
  },
};
