import { stat } from 'node:fs/promises';
import { backupFolder, listBackups } from '../../backups/backup-files.ts';
import type { Clock } from '../../clock.ts';
import type { Config } from '../../config/config.ts';
import { findingsOf, type Finding, type Scope } from '../finding.ts';
import type { DoctorProbes } from '../probes.ts';

/** What a node's clock said when it last reported motion. */
export interface NodeClock {
  readonly orgId: string;
  readonly name: string;
  /** How far it is behind ours; null when it has not said within the last hour. */
  readonly behindMs: number | null;
}

/** Times in incidents and recordings are then visibly wrong, and at which schedules go wrong too. */
const WRONG_MS = 30_000;
const VERY_WRONG_MS = 300_000;
/** Nodes that agree with each other this well but not with this computer are right. */
const AGREEMENT_MS = 30_000;

/** How far this computer is behind nodes that agree with each other (negative: ahead); undefined when it is not to blame. */
function ownErrorMs(clocks: readonly NodeClock[]): number | undefined {
  const offsets = clocks.flatMap(({ behindMs }) => (behindMs === null ? [] : [behindMs]));
  if (offsets.length < 2) return undefined;
  const least = Math.min(...offsets);
  const most = Math.max(...offsets);
  const nearest = least > 0 ? least : -most;
  return nearest > WRONG_MS && most - least <= AGREEMENT_MS ? -(least + most) / 2 : undefined;
}

/** Whether each node that may be named has the right time; `clocks` are those of all nodes. */
export function checkNodeClocks(clocks: readonly NodeClock[], { orgId }: Scope): readonly Finding[] {
  const { ok, warn, bad, unknown } = findingsOf('node_clocks');
  const mine = clocks.filter((node) => orgId === undefined || node.orgId === orgId);
  if (mine.length === 0) return [ok('node_clocks_none')];
  const known = mine.filter(({ behindMs }) => behindMs !== null);
  if (known.length === 0 || ownErrorMs(clocks) !== undefined)
    return [unknown('node_clocks_unknown', { nodes: mine.length })];
  const wrong = known.flatMap(({ name, behindMs }) => {
    const off = Math.abs(behindMs ?? 0);
    if (off <= WRONG_MS) return [];
    const say = off > VERY_WRONG_MS ? bad : warn;
    const direction = (behindMs ?? 0) > 0 ? 'behind' : 'ahead';
    return [say('node_clock_wrong', { node: name, seconds: Math.round(off / 1000), direction })];
  });
  return wrong.length > 0 ? wrong : [ok('node_clocks_ok', { nodes: known.length })];
}

interface OwnClockDeps {
  readonly clock: Clock;
  readonly config: Pick<Config, 'dataDir' | 'databaseFile'>;
  readonly probes: Pick<DoctorProbes, 'platform' | 'command'>;
}

/** Whether this computer has the right time, by what it wrote itself, by its nodes, and by what its system says. */
export async function checkOwnClock(deps: OwnClockDeps, clocks: readonly NodeClock[]): Promise<Finding> {
  const { ok, warn, bad } = findingsOf('own_clock');
  const aheadMs = (await newestTrace(deps.config)) - deps.clock.now().getTime();
  if (aheadMs > VERY_WRONG_MS) return bad('clock_went_back', { minutes: Math.round(aheadMs / 60_000) });
  const error = ownErrorMs(clocks);
  if (error !== undefined) {
    const direction = error > 0 ? 'behind' : 'ahead';
    return bad('clock_against_nodes', { seconds: Math.round(Math.abs(error) / 1000), direction });
  }
  const { platform, command } = deps.probes;
  const said =
    platform === 'linux'
      ? await command('timedatectl', ['show', '--property=NTPSynchronized', '--value'])
      : undefined;
  return said?.trim() === 'no' ? warn('clock_unsynchronized') : ok('clock_ok');
}

/** The latest moment this computer wrote something here, ms; a moment in the future shows that its clock was set back. */
async function newestTrace({ dataDir, databaseFile }: OwnClockDeps['config']): Promise<number> {
  const [newest] = await listBackups(backupFolder(dataDir)).catch(() => []);
  const written = await stat(databaseFile).catch(() => undefined);
  return Math.max(newest?.at.getTime() ?? 0, written?.mtimeMs ?? 0);
}
