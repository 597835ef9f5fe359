import { t } from '@lingui/core/macro';
import type { PlanInfo } from '../../../../server/contract/fleet/nodes.ts';

/** What a banner says, and how urgent it is. */
export interface PlanWords {
  readonly tone: 'info' | 'warn' | 'bad';
  readonly text: string;
}

/** Part of the cameras in use from which on it is said. */
const FILLING = 0.8;
/** Your own server has room for so many that it is said only when it is nearly full. */
const FILLING_SELF_HOSTED = 0.9;
const SELF_HOSTED = 'self_hosted';

function counted(count: number): string {
  return count === 1 ? '1 camera' : `${count} cameras`;
}

function selfHostedWords(used: number, most: number): PlanWords | null {
  if (used < most * FILLING_SELF_HOSTED) return null;
  if (used < most) {
    return { tone: 'info', text: t`${used} of the ${most} cameras this server is made for are in use.` };
  }
  return { tone: 'warn', text: t`This server is made for ${counted(most)}, and all are in use.` };
}

function planWords(used: number, most: number, plan: string): PlanWords | null {
  if (used < most * FILLING) return null;
  if (used < most) {
    return { tone: 'info', text: t`${used} of the ${counted(most)} of the ${plan} plan are in use.` };
  }
  const text = t`All ${counted(most)} of the ${plan} plan are in use. Another one would stay suspended.`;
  return { tone: 'warn', text };
}

function overWords(used: number, most: number, whatCovers: string): PlanWords {
  const over = used - most;
  const newest = over === 1 ? t`The newest one is` : t`The newest ${over} are`;
  const text = t`${counted(used)} are connected, and ${whatCovers} covers ${most}. ${newest} suspended, without a live picture.`;
  return { tone: 'warn', text };
}

/** Whether the cameras come near to what the plan covers; `null` while there is room. */
export function cameraLimitWords({ plan, plan_name: name, limits, usage }: PlanInfo): PlanWords | null {
  const { max_cameras: most } = limits;
  const { cameras: used } = usage;
  const own = plan === SELF_HOSTED;
  if (used > most) return overWords(used, most, own ? 'this server' : `the ${name} plan`);
  return own ? selfHostedWords(used, most) : planWords(used, most, name);
}

/** What is said about an overdue payment; `null` when nothing is. `now` is in ms since 1970. */
export function pastDueWords(plan: PlanInfo, now: number): PlanWords | null {
  if (!plan.payment_past_due) return null;
  const { grace_days_remaining: days, grace_expires_at: end, grace_window_days: window } = plan;
  const settle = t`Settle it to keep all your cameras.`;
  if (days === null) {
    return {
      tone: 'warn',
      text: t`The last payment failed. You have ${window} days from then to settle it; after that only the free plan’s cameras stay live.`,
    };
  }
  if (days > 0) {
    const left = days === 1 ? '1 day' : `${days} days`;
    return { tone: 'warn', text: t`The last payment failed. Your plan goes on for ${left}. ${settle}` };
  }
  // Whole days are told, so 0 may mean some hours.
  if (end !== null && Date.parse(end) > now) {
    return { tone: 'bad', text: t`The last payment failed. Your plan ends within a day. ${settle}` };
  }
  return {
    tone: 'bad',
    text: t`The time to settle the last payment is over. Only the free plan’s cameras are live; the others come back as soon as it is paid.`,
  };
}
