import type { BackupKeeper } from '../backups/backup-keeper.ts';
import { scheduleOf } from '../backups/backup-service.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config/config.ts';
import type { DoctorReport } from '../contract/doctor.ts';
import type { LoopState } from '../contract/system.ts';
import type { Database } from '../db/database.ts';
import { nodeClockOffsetMs } from '../incidents/evidence/node-clock.ts';
import { organizationsWithAccounts } from '../organization/organization-ids.ts';
import { checkBackups } from './checks/backups-check.ts';
import { checkNodeClocks, checkOwnClock, type NodeClock } from './checks/clock-checks.ts';
import { checkMail, type MailCheckDeps } from './checks/mail-check.ts';
import { checkSleep } from './checks/sleep-check.ts';
import { checkDatabase, checkDataDirectory, checkDisk } from './checks/storage-checks.ts';
import { checkDashboard, checkNetwork, checkOwnPort } from './checks/surroundings-checks.ts';
import { checkRestarts, checkTasks } from './checks/tasks-checks.ts';
import { checkVideo } from './checks/video-check.ts';
import { firstAccountAt, nodesIn } from './doctor-repository.ts';
import { examine, type Examination } from './doctor-report.ts';
import { findingsOf, type Finding, type Scope } from './finding.ts';
import type { DiskHistory } from './history/disk-history.ts';
import type { StartHistory } from './history/start-history.ts';
import { ownUrl } from './own-url.ts';
import type { DoctorProbes } from './probes.ts';
import type { Rehearsal } from './rehearsal/rehearsal.ts';

export interface DoctorServices {
  readonly config: Config;
  readonly clock: Clock;
  readonly db: Database;
  readonly probes: DoctorProbes;
  readonly rehearsal: Pick<Rehearsal, 'with'>;
  readonly disk: Pick<DiskHistory, 'daysLeft'>;
  readonly starts: Pick<StartHistory, 'crashesOfLastHour'>;
  readonly keeper: Pick<BackupKeeper, 'failure'>;
  readonly loops: () => readonly LoopState[];
  readonly mail: Pick<MailCheckDeps, 'transports' | 'health'>;
  /** Port this server listens on. */
  readonly port: () => number;
  readonly ffprobe: string;
}

/** Examines the running server. One examination at a time; who asks meanwhile waits for a turn. */
export class Doctor {
  readonly #services: DoctorServices;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(services: DoctorServices) {
    this.#services = services;
  }

  /** Says what is wrong. Never changes anything, and leaves no trace behind. */
  run(scope: Scope): Promise<DoctorReport> {
    const report = this.#turn.then(() => examine(this.#services.clock, this.#examinations(scope)));
    this.#turn = report.catch(() => undefined);
    return report;
  }

  #examinations(scope: Scope): readonly Examination[] {
    const services = this.#services;
    const { config, clock, db, probes, keeper, loops } = services;
    const port = services.port();
    const url = ownUrl(config, port);
    const clocks = nodeClocks(services);
    return [
      { check: 'video', look: () => checkVideo({ ...services, ownUrl: () => url }) },
      { check: 'port', look: () => checkOwnPort(url, port) },
      { check: 'dashboard', look: () => checkDashboard(config.staticDir) },
      { check: 'data_directory', look: () => checkDataDirectory(config.dataDir, true) },
      { check: 'database', look: () => checkDatabase(config.databaseFile, db) },
      { check: 'disk', look: () => checkDisk(config, probes, services.disk) },
      {
        check: 'backups',
        look: () =>
          checkBackups({
            clock,
            dataDir: config.dataDir,
            schedule: () => scheduleOf(db.read),
            failure: () => keeper.failure,
            since: () => firstAccountAt(db.read),
          }),
      },
      { check: 'network', look: () => network(probes, port) },
      { check: 'sleep', look: () => checkSleep(probes) },
      { check: 'own_clock', look: async () => checkOwnClock(services, await clocks) },
      { check: 'node_clocks', look: async () => checkNodeClocks(await clocks, scope) },
      {
        check: 'mail',
        look: async () => checkMail({ ...services, ...services.mail }, await mailScope(db, scope)),
      },
      { check: 'tasks', look: () => checkTasks(loops(), clock) },
      { check: 'restarts', look: () => checkRestarts(services.starts, true) },
    ];
  }
}

async function network(probes: DoctorProbes, port: number): Promise<Finding> {
  const facts = await probes.network();
  return facts === undefined
    ? findingsOf('network').unknown('network_not_yet', { port })
    : checkNetwork(facts, port);
}

/** All nodes of the server: several that agree show whose clock is wrong. */
async function nodeClocks({ db, clock }: DoctorServices): Promise<readonly NodeClock[]> {
  const nodes = await nodesIn(db.read, undefined);
  return Promise.all(
    nodes.map(async (node) => ({
      orgId: node.orgId,
      name: node.name,
      behindMs: await nodeClockOffsetMs(db.read, node, clock.now()),
    })),
  );
}

async function mailScope(db: Database, { orgId }: Scope): Promise<readonly string[]> {
  return orgId === undefined ? await organizationsWithAccounts(db.read) : [orgId];
}
