import type { Logger } from 'pino';
import type { Recipients } from '../../email/mail.ts';
import {
  memberAddedNotice,
  memberRemovedNotice,
  memberRoleChangedNotice,
  type NoticedMember,
} from '../../notifications/notices/member-notices.ts';
import { welcomeNotice } from '../../notifications/notices/organization-notices.ts';
import type { Notice, Notifier } from '../../notifications/notifier.ts';
import { readSetting, writeSetting } from '../../db/settings-repository.ts';
import type { Clock } from '../../clock.ts';
import {
  planChanged,
  planEnded,
  paymentOverdue,
  paymentTried,
  type BillingDeps,
} from './clerk-billing-service.ts';
import type { Effects } from './incoming-webhook-service.ts';
import { textAt, type WebhookMessage } from './message.ts';

export interface ClerkMessageDeps extends BillingDeps {
  readonly clock: Clock;
  readonly log: Logger;
  readonly notifier: Pick<Notifier, 'record' | 'announce'>;
  readonly recipients: Pick<Recipients, 'forget'>;
  /** Deletes everything an organization has. May be repeated. */
  readonly erase: (orgId: string) => Promise<unknown>;
}

/** A kind of message: where it names its organization, and what it asks for. */
interface Rule {
  readonly organization: readonly string[];
  readonly effects: (deps: ClerkMessageDeps, orgId: string, data: unknown) => Effects | Promise<Effects>;
}

const PAYER = ['payer', 'organization_id'];
const OF_MEMBER = ['organization', 'id'];
const ITSELF = ['id'];

const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['subscription.created', { organization: PAYER, effects: planChanged }],
  ['subscription.updated', { organization: PAYER, effects: planChanged }],
  ['subscription.active', { organization: PAYER, effects: planChanged }],
  ['subscription.pastDue', { organization: PAYER, effects: paymentOverdue }],
  ['subscriptionItem.pastDue', { organization: PAYER, effects: paymentOverdue }],
  ['subscriptionItem.canceled', { organization: PAYER, effects: planEnded }],
  ['subscriptionItem.ended', { organization: PAYER, effects: planEnded }],
  ['subscriptionItem.freeTrialEnding', { organization: PAYER, effects: trialEnding }],
  ['paymentAttempt.updated', { organization: PAYER, effects: paymentTried }],
  ['organizationMembership.created', { organization: OF_MEMBER, effects: memberAdded }],
  ['organizationMembership.updated', { organization: OF_MEMBER, effects: memberChanged }],
  ['organizationMembership.deleted', { organization: OF_MEMBER, effects: memberRemoved }],
  ['organization.created', { organization: ITSELF, effects: organizationCreated }],
  ['organization.deleted', { organization: ITSELF, effects: organizationDeleted }],
]);

/** What a message of Clerk asks for; nothing when its kind is unknown or it names no organization. */
export async function clerkEffects(deps: ClerkMessageDeps, message: WebhookMessage): Promise<Effects> {
  const rule = RULES.get(message.type);
  if (rule === undefined) return {};
  const orgId = textAt(message.data, ...rule.organization);
  if (orgId === undefined) {
    deps.log.info({ event: message.type }, 'A message of Clerk names no organization; nothing was done');
    return {};
  }
  return rule.effects(deps, orgId, message.data);
}

function trialEnding(deps: ClerkMessageDeps, orgId: string): Effects {
  deps.log.info({ orgId }, 'A free trial is about to end');
  return {};
}

function memberOf(orgId: string, data: unknown): NoticedMember {
  const userId = textAt(data, 'public_user_data', 'user_id') ?? '';
  const identifier = textAt(data, 'public_user_data', 'identifier') ?? (userId || 'Somebody');
  return { orgId, userId, identifier };
}

function roleOf(data: unknown): string {
  return textAt(data, 'role')?.replace(/^org:/, '') || 'member';
}

function memberAdded(deps: ClerkMessageDeps, orgId: string, data: unknown): Effects {
  const facts = { role: roleOf(data), accounts: 'clerk' } as const;
  return membershipChanged(deps, memberAddedNotice(memberOf(orgId, data), facts));
}

function memberChanged(deps: ClerkMessageDeps, orgId: string, data: unknown): Effects {
  const facts = { role: roleOf(data), accounts: 'clerk' } as const;
  return membershipChanged(deps, memberRoleChangedNotice(memberOf(orgId, data), facts));
}

function memberRemoved(deps: ClerkMessageDeps, orgId: string, data: unknown): Effects {
  return membershipChanged(deps, memberRemovedNotice(memberOf(orgId, data), { accounts: 'clerk' }));
}

function membershipChanged({ notifier, recipients }: ClerkMessageDeps, notice: Notice): Effects {
  return {
    store: async (tx) => {
      const stored = await notifier.record(tx, notice);
      return () => {
        recipients.forget(notice.orgId);
        notifier.announce(stored);
      };
    },
  };
}

const WELCOMED = 'welcome_sent';

/** Clerk may tell of the same organization under several message ids; it is welcomed once. */
function organizationCreated(deps: ClerkMessageDeps, orgId: string, data: unknown): Effects {
  const { notifier, clock } = deps;
  const name = textAt(data, 'name') ?? 'your organization';
  const notice = welcomeNotice({ orgId, name, createdBy: textAt(data, 'created_by') ?? '' });
  return {
    store: async (tx) => {
      if ((await readSetting(tx, orgId, WELCOMED)) === 'true') return () => undefined;
      const stored = await notifier.record(tx, notice);
      if (stored !== undefined) {
        await writeSetting(tx, { orgId, key: WELCOMED, value: 'true' }, clock.now());
      }
      return () => notifier.announce(stored);
    },
  };
}

/** Its nodes are not told: their keys are gone, and without them nothing of theirs is taken any more. */
function organizationDeleted(deps: ClerkMessageDeps, orgId: string): Effects {
  return {
    prepare: () => deps.erase(orgId),
    store: async () => () => {
      deps.plans.forget(orgId);
      deps.recipients.forget(orgId);
      deps.log.warn({ orgId }, 'The organization was deleted in Clerk, and erased here');
    },
  };
}
