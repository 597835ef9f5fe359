import { t } from '@lingui/core/macro';
import type { SentinelConfig } from '../../../server/contract/agents/sentinel.ts';
import type { ChipTone } from '../../components/chip.tsx';
import { isWithin, type LocalMoment, nextBegin } from './rules/schedule.ts';
import type { SentinelAnswer } from './sentinel-queries.ts';

export interface SentinelState {
  readonly tone: ChipTone;
  readonly label: string;
  /** Whether anything starts by itself now, and if not, why. */
  readonly sentence: string;
}

function list(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : t`${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}

function eventsOf(rules: SentinelConfig): readonly string[] {
  return [
    ...(rules.motion_enabled ? ['motion'] : []),
    ...(rules.incident_opened_enabled ? ['new incidents'] : []),
  ];
}

function byRules(rules: SentinelConfig, now: LocalMoment): SentinelState {
  const events = eventsOf(rules);
  const report = rules.daily_report_enabled
    ? ` The daily report is written at ${rules.daily_report_time}.`
    : '';
  const nothing = (why: string): SentinelState => ({
    tone: report === '' ? 'warn' : 'live',
    label: report === '' ? t`Starts nothing` : t`Report only`,
    sentence: `${why}${report}`,
  });
  if (events.length === 0) return nothing(t`Neither motion nor incidents start a run.`);
  if (rules.schedule_mode === 'off') return nothing(t`By its hours, nothing that happens starts a run.`);
  const what = list(events);
  if (isWithin(rules, now)) {
    return { tone: 'live', label: t`On watch`, sentence: t`Looks into ${what}.${report}` };
  }
  const next = nextBegin(rules, now);
  if (next === null) return nothing(t`No day is chosen, so nothing that happens starts a run.`);
  return { tone: 'idle', label: 'Resting', sentence: t`Looks into ${what} from ${next}.${report}` };
}

/** What Sentinel does by itself at this moment. `now` is in the time zone of the place. */
export function stateOf(
  { plan_gated: isGated, runner }: Pick<SentinelAnswer, 'plan_gated' | 'runner'>,
  rules: SentinelConfig,
  now: LocalMoment,
  remaining: number | undefined,
): SentinelState {
  if (isGated) return { tone: 'idle', label: t`Not in your plan`, sentence: t`Nothing starts a run.` };
  if (!rules.enabled) {
    return {
      tone: 'idle',
      label: 'Paused',
      sentence: t`Nothing starts by itself. What you chose stays, and you can still start a run by hand.`,
    };
  }
  if (runner === 'none') {
    return { tone: 'warn', label: t`Waits for a model`, sentence: t`No run is started yet.` };
  }
  if (remaining === 0) {
    return { tone: 'warn', label: t`Month used up`, sentence: t`No run is started before the next month.` };
  }
  return byRules(rules, now);
}

/** How many of the things that can start a run are switched on. */
export function triggerCount(rules: SentinelConfig): string {
  const on = eventsOf(rules).length + (rules.daily_report_enabled ? 1 : 0);
  return t`${on} of 3 triggers on`;
}

/** How many cameras Sentinel may look through. */
export function scopeCount(rules: Pick<SentinelConfig, 'camera_scope'>, ids: readonly string[]): string {
  const seen = ids.filter((id) => isInScope(rules, id)).length;
  return t`${seen} of ${ids.length} ${ids.length === 1 ? 'camera' : 'cameras'} in scope`;
}

/** A camera that the rules do not name is in scope. */
export function isInScope(
  { camera_scope: named }: Pick<SentinelConfig, 'camera_scope'>,
  id: string,
): boolean {
  return !Object.hasOwn(named, id) || named[id] === true;
}
