import { plural, t } from '@lingui/core/macro';
import type { SentinelConfig } from '../../../server/contract/agents/sentinel.ts';
import type { ChipTone } from '../../components/chip.tsx';
import { isWithin, minuteOf, timeOf, type LocalMoment, nextBegin } from './rules/schedule.ts';
import type { SentinelAnswer } from './sentinel-queries.ts';

export interface SentinelState {
  readonly tone: ChipTone;
  readonly label: string;
  /** Whether anything starts by itself now, and if not, why. */
  readonly sentence: string;
}

/** What starts a run as it happens; `null` when nothing does. */
function eventWords({
  motion_enabled: motion,
  incident_opened_enabled: incidents,
}: SentinelConfig): string | null {
  if (motion) return incidents ? t`motion and new incidents` : t`motion`;
  return incidents ? t`new incidents` : null;
}

function byRules(rules: SentinelConfig, now: LocalMoment): SentinelState {
  const what = eventWords(rules);
  const report = rules.daily_report_enabled
    ? ` ${t`The daily report is written at ${timeOf(minuteOf(rules.daily_report_time))}.`}`
    : '';
  const nothing = (why: string): SentinelState => ({
    tone: report === '' ? 'warn' : 'live',
    label: report === '' ? t`Starts nothing` : t`Report only`,
    sentence: `${why}${report}`,
  });
  if (what === null) return nothing(t`Neither motion nor incidents start a run.`);
  if (rules.schedule_mode === 'off') return nothing(t`By its hours, nothing that happens starts a run.`);
  if (isWithin(rules, now)) {
    return { tone: 'live', label: t`On watch`, sentence: `${t`Looks into ${what}.`}${report}` };
  }
  const next = nextBegin(rules, now);
  if (next === null) return nothing(t`No day is chosen, so nothing that happens starts a run.`);
  return { tone: 'idle', label: t`Resting`, sentence: `${t`Looks into ${what} from ${next}.`}${report}` };
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
      label: t`Paused`,
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
  const { motion_enabled: motion, incident_opened_enabled: opened, daily_report_enabled: report } = rules;
  const on = [motion, opened, report].filter(Boolean).length;
  return t`${on} of 3 triggers on`;
}

/** How many cameras Sentinel may look through. */
export function scopeCount(rules: Pick<SentinelConfig, 'camera_scope'>, ids: readonly string[]): string {
  const seen = ids.filter((id) => isInScope(rules, id)).length;
  return plural(ids.length, { one: `${seen} of # camera in scope`, other: `${seen} of # cameras in scope` });
}

/** A camera that the rules do not name is in scope. */
export function isInScope(
  { camera_scope: named }: Pick<SentinelConfig, 'camera_scope'>,
  id: string,
): boolean {
  return !Object.hasOwn(named, id) || named[id] === true;
}
