import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Config } from '../config/config.ts';
import type { BackupSchedule } from '../contract/backups.ts';
import type { DoctorReport } from '../contract/doctor.ts';
import { checkBackups } from './checks/backups-check.ts';
import { checkOwnClock } from './checks/clock-checks.ts';
import { checkSleep } from './checks/sleep-check.ts';
import { checkDatabase, checkDataDirectory, checkDisk } from './checks/storage-checks.ts';
import { checkDashboard, checkFreePort } from './checks/surroundings-checks.ts';
import { checkRestarts } from './checks/tasks-checks.ts';
import { examine } from './doctor-report.ts';
import { DiskHistory } from './history/disk-history.ts';
import { StartHistory } from './history/start-history.ts';
import type { DoctorProbes } from './probes.ts';

export interface OfflineServices {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Logger;
  readonly probes: DoctorProbes;
}

/** As it is unless somebody changed it; an installation at rest is not asked. */
const UNTOUCHED_SCHEDULE: BackupSchedule = { enabled: true, hour: 3 };

/** What can be told of an installation whose server does not run. */
export function examineOffline(services: OfflineServices): Promise<DoctorReport> {
  const { config, clock, log, probes } = services;
  const { dataDir } = config;
  return examine(clock, [
    { check: 'port', look: () => checkFreePort(config) },
    { check: 'dashboard', look: () => checkDashboard(config.staticDir) },
    { check: 'data_directory', look: () => checkDataDirectory(dataDir, false) },
    { check: 'database', look: () => checkDatabase(config.databaseFile, undefined) },
    { check: 'disk', look: () => checkDisk(config, probes, new DiskHistory({ clock, log, dataDir })) },
    {
      check: 'backups',
      look: () =>
        checkBackups({
          clock,
          dataDir,
          schedule: async () => UNTOUCHED_SCHEDULE,
          failure: () => undefined,
          since: async () => undefined,
        }),
    },
    { check: 'sleep', look: () => checkSleep(probes) },
    { check: 'own_clock', look: () => checkOwnClock(services, []) },
    { check: 'restarts', look: () => checkRestarts(new StartHistory({ clock, log, dataDir }), false) },
  ]);
}
