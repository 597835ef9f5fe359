import type { SentinelConfig } from '../../contract/agents/sentinel.ts';
import { isWithinSchedule } from '../rules/schedule.ts';
import { isInScope } from '../rules/stored-config.ts';
import type { Runner } from '../runner-choice.ts';

/** Something that may start a run by itself. */
export interface DispatchEvent {
  /** Kind of the notification. */
  readonly kind: string;
  readonly cameraId: string | null;
  readonly at: Date;
}

export type AutomaticTrigger = 'motion' | 'incident_opened';

/** Why an event starts no run. */
export type Refusal =
  | 'sentinel_disabled'
  | 'plan_not_eligible'
  | 'kind_not_a_sentinel_trigger'
  | 'trigger_motion_enabled_off'
  | 'trigger_incident_opened_enabled_off'
  | 'incident_filed_by_agent'
  | 'camera_out_of_scope'
  | 'outside_schedule_window'
  | 'no_runner'
  | 'motion_cooldown_active'
  | 'monthly_cap_reached';

/** What must be looked up; each only when the gates before it are open. */
export interface GateFacts {
  /** Runs a month by the plan in force; 0 when it does not include Sentinel. */
  monthlyCap(): Promise<number>;
  filedByAgent(): Promise<boolean>;
  timeZone(): Promise<string>;
  runner(): Promise<Runner>;
  /** Whether motion of this camera started a run after the instant. */
  motionRanAfter(cameraId: string, after: Date): Promise<boolean>;
  runsThisMonth(): Promise<number>;
}

export type Decision =
  | { readonly kind: 'run'; readonly trigger: AutomaticTrigger }
  | { readonly kind: 'refused'; readonly reason: Refusal };

const MINUTE_MS = 60_000;
const TRIGGERS = new Map<string, AutomaticTrigger>([
  ['motion', 'motion'],
  ['incident_created', 'incident_opened'],
]);

/** Decides whether an event starts a run, by one gate after the other. */
export async function decide(
  config: SentinelConfig,
  event: DispatchEvent,
  facts: GateFacts,
): Promise<Decision> {
  const trigger = TRIGGERS.get(event.kind);
  const reason =
    (await refusedByInstallation(config, facts)) ??
    (await refusedByTrigger(config, trigger, facts)) ??
    (await refusedByPlaceAndTime(config, event, facts)) ??
    (await refusedByBudget(config, event, facts));
  if (reason !== undefined) return { kind: 'refused', reason };
  return trigger === undefined
    ? { kind: 'refused', reason: 'kind_not_a_sentinel_trigger' }
    : { kind: 'run', trigger };
}

async function refusedByInstallation(config: SentinelConfig, facts: GateFacts): Promise<Refusal | undefined> {
  if (!config.enabled) return 'sentinel_disabled';
  return (await facts.monthlyCap()) > 0 ? undefined : 'plan_not_eligible';
}

async function refusedByTrigger(
  config: SentinelConfig,
  trigger: AutomaticTrigger | undefined,
  facts: GateFacts,
): Promise<Refusal | undefined> {
  if (trigger === undefined) return 'kind_not_a_sentinel_trigger';
  if (!config[`${trigger}_enabled`]) return `trigger_${trigger}_enabled_off`;
  // An agent that is woken by its own incidents would never come to an end.
  return trigger === 'incident_opened' && (await facts.filedByAgent())
    ? 'incident_filed_by_agent'
    : undefined;
}

async function refusedByPlaceAndTime(
  config: SentinelConfig,
  { cameraId, at }: DispatchEvent,
  facts: GateFacts,
): Promise<Refusal | undefined> {
  if (cameraId !== null && !isInScope(config, cameraId)) return 'camera_out_of_scope';
  return isWithinSchedule(config, at, await facts.timeZone()) ? undefined : 'outside_schedule_window';
}

async function refusedByBudget(
  config: SentinelConfig,
  { kind, cameraId, at }: DispatchEvent,
  facts: GateFacts,
): Promise<Refusal | undefined> {
  if ((await facts.runner()) === 'none') return 'no_runner';
  const cooldownMs = config.motion_cooldown_min * MINUTE_MS;
  if (kind === 'motion' && cameraId !== null && cooldownMs > 0) {
    const after = new Date(at.getTime() - cooldownMs);
    if (await facts.motionRanAfter(cameraId, after)) return 'motion_cooldown_active';
  }
  const [used, cap] = [await facts.runsThisMonth(), await facts.monthlyCap()];
  return used < cap ? undefined : 'monthly_cap_reached';
}
