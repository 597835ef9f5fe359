import { plural, t } from '@lingui/core/macro';
import type { LoopState } from '../../../server/contract/system.ts';
import type { ChipTone } from '../../components/chip.tsx';
import { formats } from '../../hooks/format.ts';
import { taskName } from './health-names.ts';

const STATES: Readonly<Record<string, { readonly tone: ChipTone; readonly text: string }>> = {
  ok: { tone: 'live', text: t`Fine` },
  healthy: { tone: 'live', text: t`Fine` },
  warn: { tone: 'warn', text: t`Needs attention` },
  warning: { tone: 'warn', text: t`Needs attention` },
  degraded: { tone: 'warn', text: t`Needs attention` },
  error: { tone: 'bad', text: t`Broken` },
  critical: { tone: 'bad', text: t`Broken` },
  unhealthy: { tone: 'bad', text: t`Broken` },
  disabled: { tone: 'idle', text: t`Switched off` },
  unconfigured: { tone: 'idle', text: t`Not set up` },
  not_configured: { tone: 'idle', text: t`Not set up` },
};

export function checkState(status: string): { readonly tone: ChipTone; readonly text: string } {
  return STATES[status] ?? { tone: 'idle', text: status };
}

const OVERALL: Readonly<Record<string, { readonly tone: ChipTone; readonly text: string }>> = {
  healthy: { tone: 'live', text: t`All is well` },
  degraded: { tone: 'warn', text: t`Works, with a problem` },
  unhealthy: { tone: 'bad', text: t`Something is broken` },
};

/** The state of the server as a whole. */
export function overallState(status: string): { readonly tone: ChipTone; readonly text: string } {
  return OVERALL[status] ?? { tone: 'idle', text: status };
}

/** What became of the last run of a background task. */
export function loopState(loop: LoopState): { readonly tone: ChipTone; readonly text: string } {
  if (loop.running) return { tone: 'live', text: t`Running now` };
  if (loop.last_error_class !== null) return { tone: 'bad', text: t`Failed last time` };
  return loop.runs === 0 ? { tone: 'idle', text: t`Has not run yet` } : { tone: 'live', text: t`Fine` };
}

/** Tasks that failed last time first, then those that ever failed, then by name. */
export function worstFirst(loops: readonly LoopState[]): readonly LoopState[] {
  const rank = (loop: LoopState) => (loop.last_error_class === null ? 0 : 2) + (loop.failures > 0 ? 1 : 0);
  return loops.toSorted((a, b) => rank(b) - rank(a) || formats.compare(taskName(a.name), taskName(b.name)));
}

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

/** A length of time in its largest fitting unit: `2 days`, `1 minute`. */
export function lengthWords(seconds: number): string {
  if (seconds >= DAY) return plural(Math.round(seconds / DAY), { one: '# day', other: '# days' });
  if (seconds >= HOUR) return plural(Math.round(seconds / HOUR), { one: '# hour', other: '# hours' });
  if (seconds >= MINUTE) return plural(Math.round(seconds / MINUTE), { one: '# minute', other: '# minutes' });
  return plural(Math.round(seconds), { one: '# second', other: '# seconds' });
}

/** How often something is done: `every hour`, `every 2 days`. */
export function everyWords(seconds: number): string {
  if (seconds >= DAY) return plural(Math.round(seconds / DAY), { one: 'every day', other: 'every # days' });
  if (seconds >= HOUR)
    return plural(Math.round(seconds / HOUR), { one: 'every hour', other: 'every # hours' });
  if (seconds >= MINUTE)
    return plural(Math.round(seconds / MINUTE), { one: 'every minute', other: 'every # minutes' });
  return plural(Math.round(seconds), { one: 'every second', other: 'every # seconds' });
}
