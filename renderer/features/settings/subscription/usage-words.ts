import { plural, t } from '@lingui/core/macro';
import type { PlanInfo } from '../../../../server/contract/fleet/nodes.ts';
import type { ChipTone } from '../../../components/chip.tsx';
import { formats } from '../../../hooks/format.ts';

/** Part of the viewer hours from which on it is said, per cent. */
const FILLING = 80;
const FULL = 100;

export interface Gauge {
  readonly tone: ChipTone;
  readonly label: string;
  /** 0–100; null without limit. */
  readonly percent: number | null;
  readonly sentence: string;
  /** What to do about it; null while there is room. */
  readonly advice: string | null;
}

/** How much of this month's live viewing is used. */
export function viewerGauge({
  viewer_hours_used: used,
  viewer_hours_limit: limit,
}: PlanInfo['usage']): Gauge {
  const hours = formats.number(used, used >= 100 ? 0 : 1);
  if (limit === null) {
    const sentence = t`${hours} hours were watched this month. There is no limit.`;
    return { tone: 'live', label: t`Without limit`, percent: null, sentence, advice: null };
  }
  const percent = limit === 0 ? FULL : Math.min(FULL, (used / limit) * 100);
  const sentence = plural(limit, {
    one: `${hours} of # hour of live video were watched this month.`,
    other: `${hours} of # hours of live video were watched this month.`,
  });
  if (percent >= FULL) {
    const advice = t`Live pictures stand still until the month ends or the plan is changed. Recording goes on.`;
    return { tone: 'bad', label: t`Used up`, percent, sentence, advice };
  }
  if (percent >= FILLING) {
    const advice = t`Close walls that nobody looks at, or choose a larger plan.`;
    return { tone: 'warn', label: t`Nearly used up`, percent, sentence, advice };
  }
  return { tone: 'live', label: t`Enough left`, percent, sentence, advice: null };
}

interface Use {
  readonly what: string;
  readonly used: number;
  readonly most: number;
}

/** What is used of what the plan counts. */
export function usesOf({ usage, limits }: PlanInfo): readonly Use[] {
  return [
    { what: t`Cameras`, used: usage.cameras, most: limits.max_cameras },
    { what: t`Nodes`, used: usage.nodes, most: limits.max_nodes },
  ];
}
