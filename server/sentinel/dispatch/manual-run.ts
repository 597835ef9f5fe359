import { writeAudit } from '../../audit/audit-writer.ts';
import type { Principal } from '../../auth/principal.ts';
import type { Clock } from '../../clock.ts';
import type { SentinelRun } from '../../contract/agents/sentinel.ts';
import type { Transaction } from '../../db/database.ts';
import { AppError } from '../../http/app-error.ts';
import type { PlanService } from '../../plans/plan-service.ts';
import { monthlyCap, startOfMonth } from '../monthly-cap.ts';
import { planRequired } from '../rules/config-service.ts';
import { ensureConfig } from '../rules/config-repository.ts';
import { cameraExists } from '../rules/scope-repository.ts';
import { runnerOf, type RunnerDeps } from '../runner-choice.ts';
import { countRunsSince, insertRun, type RunRow } from '../runs/run-repository.ts';
import { runOf } from '../runs/run-views.ts';
import { announceRun, type AnnounceDeps } from './announce-run.ts';

export interface ManualRunDeps extends AnnounceDeps, RunnerDeps {
  readonly clock: Clock;
  readonly plans: Pick<PlanService, 'effective'>;
}

interface Wish {
  /** At most 2000 characters. */
  readonly prompt: string;
  /** Empty or null for all cameras. */
  readonly camera_id?: string | null | undefined;
}

/**
 * Starts a run because a person asks for it, whatever the rules say of switches, schedule and cameras. 402 without a
 * plan for it, 409 when nobody would work on it, 400 for an unknown camera, 429 when this month's runs are used up.
 */
export async function startManualRun(
  deps: ManualRunDeps,
  caller: { readonly principal: Principal; readonly address: string },
  wish: Wish,
): Promise<SentinelRun> {
  const { orgId } = caller.principal;
  const cap = await monthlyCap(deps.plans, orgId);
  if (cap === 0) throw planRequired();
  const run = await deps.db.write(async (tx) => {
    const now = deps.clock.now();
    await ensureConfig(tx, orgId, now);
    if ((await runnerOf(deps, tx, orgId)) === 'none') throw noRunner();
    const cameraId = wish.camera_id || null;
    await requireCamera(tx, orgId, cameraId);
    const used = await countRunsSince(tx, orgId, startOfMonth(now));
    if (used >= cap) throw capReached(cap, used);
    const row = await insertRun(tx, {
      orgId,
      cameraId,
      trigger: 'manual',
      prompt: wish.prompt || null,
      now,
    });
    await audit(deps, tx, caller, row);
    return row;
  });
  announceRun(deps, run);
  return runOf(run);
}

async function requireCamera(tx: Transaction, orgId: string, cameraId: string | null): Promise<void> {
  if (cameraId === null || (await cameraExists(tx, orgId, cameraId))) return;
  throw AppError.plain(400, 'There is no such camera. Choose another, or none for all of them.');
}

async function audit(
  deps: ManualRunDeps,
  tx: Transaction,
  { principal, address }: { readonly principal: Principal; readonly address: string },
  { orgId, id, cameraId, manualPrompt }: RunRow,
): Promise<void> {
  const details = { run_id: id, camera_id: cameraId, prompt_len: manualPrompt?.length ?? 0 };
  const entry = { orgId, event: 'sentinel_manual_run', actor: { principal }, address, details };
  await writeAudit(tx, entry, deps);
}

function noRunner(): AppError {
  return AppError.coded(
    409,
    'no_runner',
    'Nobody would work on this run. Set up a model for Sentinel AI, or connect an agent service.',
  );
}

function capReached(cap: number, used: number): AppError {
  const message = `All ${cap} runs of this month are used up. More are possible from the first of next month (UTC).`;
  return AppError.coded(429, 'monthly_cap_reached', message, { cap, used });
}
