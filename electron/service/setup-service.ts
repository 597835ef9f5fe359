import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Logger } from 'pino';
import type { Config } from '../../server/config/config.ts';
import { lockDataDirectory } from '../../server/config/data-lock.ts';
import type { Service } from '../app/actions.ts';
import type { ServerHost } from '../server/server-host.ts';
import { outcomeOf, privilegedCommand, type Command, type Ran } from './privileged.ts';
import { agreesTo } from './service-questions.ts';
import { serviceScript } from './service-script.ts';
import type { ServiceAction, ServicePlan } from './service-plan.ts';

export interface ServiceDeps {
  readonly config: Pick<Config, 'dataDir' | 'serviceRecord' | 'host'>;
  readonly host: Pick<ServerHost, 'start' | 'stop' | 'state'>;
  readonly log: Logger;
  readonly system: ServicePlan['system'];
  readonly program: string;
  readonly person: string;
  readonly port: () => number;
  /** Why this program cannot be a service; undefined when it can. */
  readonly whyNot: () => string | undefined;
  /** The parts of this system's script. */
  readonly parts: () => readonly string[];
  readonly run: (command: Command) => Promise<Ran>;
}

const REASON_LENGTH = 600;

/** The program's last words: what the service manager wrote before them helps as well. */
function reasonOf({ system, config }: ServiceDeps, { said }: Ran): string {
  const log = join(dirname(config.serviceRecord), 'service.log');
  const text = system === 'win32' && existsSync(log) ? readFileSync(log, 'utf8') : said;
  return text.trim().slice(-REASON_LENGTH);
}

async function perform(deps: ServiceDeps, action: ServiceAction): Promise<void> {
  const { config, host, log, system } = deps;
  const plan: ServicePlan = {
    system,
    program: deps.program,
    port: deps.port(),
    host: config.host,
    person: deps.person,
    from: config.dataDir,
    holder: process.pid,
  };
  const script = serviceScript(action, plan, deps.parts());
  const file = join(config.dataDir, 'shell', system === 'win32' ? 'service.ps1' : 'service.sh');
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  if (!(await agreesTo(action, script, file))) return;
  if (system === 'win32') writeFileSync(file, script, { mode: 0o600 });
  await host.stop();
  try {
    const ran = await alone(config.dataDir, () => deps.run(privilegedCommand(system, script, file)));
    const outcome = outcomeOf(system, ran.code, ran.said);
    log.info({ action, outcome, code: ran.code }, 'The service was to be changed');
    if (outcome === 'failed') throw new Error(reasonOf(deps, ran) || `It ended with ${ran.code}.`);
  } finally {
    // Here again, or as the service: whichever holds the data now.
    await host.start();
  }
  if (host.state.kind === 'failed') throw host.state.error;
}

/** No server may start here while the data moves, not even one of another program. */
async function alone<T>(dataDir: string, work: () => Promise<T>): Promise<T> {
  const lock = lockDataDirectory(dataDir);
  try {
    return await work();
  } finally {
    lock[Symbol.dispose]();
  }
}

/** Registers the server with the operating system and takes that back, asking the person for each step. */
export function setupService(deps: ServiceDeps): Service {
  return {
    installed: async () => existsSync(deps.config.serviceRecord),
    install: async () => {
      const problem = deps.whyNot();
      if (problem !== undefined) throw new Error(problem);
      await perform(deps, 'install');
    },
    remove: () => perform(deps, 'remove'),
    restart: () => perform(deps, 'restart'),
  };
}
