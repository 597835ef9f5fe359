import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '../clock.ts';
import type { Config } from '../config/config.ts';
import { holderOf, type DataHolder } from '../config/data-lock.ts';
import { loadConfigFromProcess } from '../config/env.ts';
import { requireUnmovedData } from '../config/service-record.ts';
import {
  doctor as endpoints,
  DOCTOR_KEY_HEADER,
  type DoctorFinding,
  type DoctorReport,
} from '../contract/doctor.ts';
import { findingsOf } from '../doctor/finding.ts';
import { localDoctorKey } from '../doctor/local-key.ts';
import { examineOffline } from '../doctor/offline.ts';
import { ownUrl } from '../doctor/own-url.ts';
import { systemProbes } from '../doctor/probes.ts';
import { CHECK_NAMES, worded } from '../doctor/words.ts';
import { createLogger } from '../log.ts';
import { loadInstallationSecret } from '../secrets/installation-secret.ts';
import { StartError } from '../start-error.ts';
import type { Command } from './command.ts';

/** A large database takes its time to read. */
const REPORT_WITHIN_MS = 120_000;
/** Whoever does not say in this time that it lives will not examine itself either. */
const ALIVE_WITHIN_MS = 5_000;
/** A server that is only just starting says its address soon. */
const STARTING_MS = 3_000;
const MARKS = { ok: 'ok   ', warn: 'WARN ', bad: 'WRONG', unknown: '?    ' } as const;

/** Who has the data directory; undefined when nobody does, or it cannot even be looked into. */
async function runningServer({ dataDir }: Config): Promise<DataHolder | undefined> {
  try {
    const holder = holderOf(dataDir);
    if (holder === undefined || holder.url !== null) return holder;
    await pause(STARTING_MS);
    return holderOf(dataDir);
  } catch {
    return undefined;
  }
}

/** The report of the running server; undefined when it does not give one. */
async function ask(url: string, { dataDir }: Config): Promise<DoctorReport | undefined> {
  try {
    await fetch(`${url}/api/health`, { signal: AbortSignal.timeout(ALIVE_WITHIN_MS) });
    const answer = await fetch(url + endpoints.runHere.path, {
      headers: { [DOCTOR_KEY_HEADER]: localDoctorKey(loadInstallationSecret(dataDir)) },
      signal: AbortSignal.timeout(REPORT_WITHIN_MS),
    });
    return endpoints.runHere.response?.parse(await answer.json());
  } catch {
    return undefined;
  }
}

/** Asks where the server listens: a server of one address is not at the loopback address that the holder names. */
async function reportOf(holder: DataHolder | undefined, config: Config): Promise<DoctorReport | undefined> {
  if (holder?.url === undefined || holder.url === null) return undefined;
  return await ask(ownUrl(config, Number(new URL(holder.url).port)), config);
}

async function findingsFor(config: Config): Promise<readonly DoctorFinding[]> {
  const holder = await runningServer(config);
  const report = await reportOf(holder, config);
  if (report !== undefined) return report.findings;
  const offline = await examineOffline({
    config,
    clock: systemClock,
    log: createLogger('silent'),
    probes: systemProbes(async () => undefined),
  });
  if (holder === undefined) return offline.findings;
  const silent = worded(findingsOf('port').bad('port_silent', { port: config.port }));
  return [silent, ...offline.findings.filter(({ check }) => check !== 'port' && check !== 'restarts')];
}

function linesOf({ check, state, message, fix }: DoctorFinding): string {
  const needsFix = state !== 'ok' && fix !== null;
  return `${MARKS[state]}  ${CHECK_NAMES[check].padEnd(14)}  ${message}\n${needsFix ? `${' '.repeat(23)}→ ${fix}\n` : ''}`;
}

/** Lets the running server examine itself, or looks at what a start would need, and says what to do. */
export const doctor: Command = {
  summary: 'Examine this installation, say what is wrong and how to put it right',
  options: {},
  run: async () => {
    const { config, warnings } = loadConfigFromProcess();
    requireUnmovedData(config);
    const settings = findingsOf('settings');
    const findings = [
      ...(await findingsFor(config)),
      ...(warnings.length === 0 ? [worded(settings.ok('settings_ok'))] : []),
      ...warnings.map((text) => worded(settings.warn('setting_ignored', { text }))),
    ];
    process.stdout.write(findings.map(linesOf).join(''));
    const wrong = findings.filter(({ state }) => state === 'warn' || state === 'bad').length;
    if (wrong > 0) throw new StartError(`${wrong} of ${findings.length} checks need attention.`, 'unhealthy');
    process.stdout.write('\nNothing is wrong.\n');
  },
};
