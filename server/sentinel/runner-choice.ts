import type { Config } from '../config/config.ts';
import type { Queryable } from '../db/database.ts';
import { and, eq, ne } from '../db/drizzle.ts';
import { sentinelModels } from '../db/schema/organization.ts';

/** Who would work on a run: an agent service, the built-in investigator, or nobody. */
export type Runner = 'service' | 'builtin' | 'none';

export interface RunnerDeps {
  readonly config: Pick<Config, 'sentinel'>;
}

/** Whether the environment names an agent service; it then gets every run, whatever models are set up. */
export function hasAgentService({ config }: RunnerDeps): boolean {
  return config.sentinel.agentKey !== undefined;
}

/** Who works on the runs of an organization now. */
export async function runnerOf(deps: RunnerDeps, db: Queryable, orgId: string): Promise<Runner> {
  if (hasAgentService(deps)) return 'service';
  const { id } = sentinelModels;
  const usable = db
    .select({ id })
    .from(sentinelModels)
    .where(and(eq(sentinelModels.orgId, orgId), isUsable))
    .get();
  return usable === undefined ? 'none' : 'builtin';
}

/** Condition on `sentinel_models`: the built-in investigator works for this organization. */
export const isUsable = and(eq(sentinelModels.enabled, true), ne(sentinelModels.model, ''));
