import { plural, t } from '@lingui/core/macro';
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

function selfHostedWords(used: number, most: number): PlanWords | null {
  if (used < most * FILLING_SELF_HOSTED) return null;
  if (used < most) {
    return { tone: 'info', text: t`${used} of the ${most} cameras this server is made for are in use.` };
  }
  const text = plural(most, {
    one: 'This server is made for # camera, and it is in use.',
    other: 'This server is made for # cameras, and all are in use.',
  });
  return { tone: 'warn', text };
}

function planWords(used: number, most: number, plan: string): PlanWords | null {
  if (used < most * FILLING) return null;
  if (used < most) {
    return { tone: 'info', text: t`${used} of the ${most} cameras of the ${plan} plan are in use.` };
  }
  const text = plural(most, {
    one: `The # camera of the ${plan} plan is in use. Another one would stay suspended.`,
    other: `All # cameras of the ${plan} plan are in use. Another one would stay suspended.`,
  });
  return { tone: 'warn', text };
}

/** `plan` is `null` for a server of one's own. */
function overWords(used: number, most: number, plan: string | null): PlanWords {
  const connected =
    plan === null
      ? plural(used, {
          one: `# camera is connected, and this server covers ${most}.`,
          other: `# cameras are connected, and this server covers ${most}.`,
        })
      : plural(used, {
          one: `# camera is connected, and the ${plan} plan covers ${most}.`,
          other: `# cameras are connected, and the ${plan} plan covers ${most}.`,
        });
  const suspended = plural(used - most, {
    one: 'The newest one is suspended, without a live picture.',
    other: 'The newest # are suspended, without a live picture.',
  });
  return { tone: 'warn', text: `${connected} ${suspended}` };
}

/** Whether the cameras come near to what the plan covers; `null` while there is room. */
export function cameraLimitWords({ plan, plan_name: name, limits, usage }: PlanInfo): PlanWords | null {
  const { max_cameras: most } = limits;
  const { cameras: used } = usage;
  const own = plan === SELF_HOSTED;
  if (used > most) return overWords(used, most, own ? null : name);
  return own ? selfHostedWords(used, most) : planWords(used, most, name);
}

/** What is said about an overdue payment; `null` when nothing is. `now` is in ms since 1970. */
export function pastDueWords(plan: PlanInfo, now: number): PlanWords | null {
  if (!plan.payment_past_due) return null;
  const { grace_days_remaining: days, grace_expires_at: end, grace_window_days: window } = plan;
  if (days === null) {
    return {
      tone: 'warn',
      text: plural(window, {
        one: 'The last payment failed. You have # day from then to settle it; after that only the free plan’s cameras stay live.',
        other:
          'The last payment failed. You have # days from then to settle it; after that only the free plan’s cameras stay live.',
      }),
    };
  }
  if (days > 0) {
    const text = plural(days, {
      one: 'The last payment failed. Your plan goes on for # day. Settle it to keep all your cameras.',
      other: 'The last payment failed. Your plan goes on for # days. Settle it to keep all your cameras.',
    });
    return { tone: 'warn', text };
  }
  // Whole days are told, so 0 may mean some hours.
  if (end !== null && Date.parse(end) > now) {
    return {
      tone: 'bad',
      text: t`The last payment failed. Your plan ends within a day. Settle it to keep all your cameras.`,
    };
  }
  return {
    tone: 'bad',
    text: t`The time to settle the last payment is over. Only the free plan’s cameras are live; the others come back as soon as it is paid.`,
  };
}
