import type { Logger } from 'pino';
import type { Loop } from '../background/loop-runner.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config/config.ts';
import type { Database } from '../db/database.ts';
import type { Publish } from '../events/event-hub.ts';
import type { FollowUp, Notifier } from '../notifications/notifier.ts';
import type { InstallationSecret } from '../secrets/installation-secret.ts';
import type { MailFacts } from '../system/health-service.ts';
import { sendMotionDigests } from './digest/motion-digest.ts';
import type { Recipients } from './mail.ts';
import { queueMail } from './queue/mail-gate.ts';
import { MailWorker } from './queue/mail-worker.ts';
import { ClerkRecipients, clerkMemberships } from './recipients/clerk-recipients.ts';
import { localRecipients } from './recipients/local-recipients.ts';
import { mailHealth } from './setup/mail-health.ts';
import { MailTemplates } from './templates/mail-templates.ts';
import { OrganizationTransports } from './transport/organization-transports.ts';
import { UnsubscribeLinks } from './unsubscribe/unsubscribe-links.ts';

export interface MailCore {
  readonly config: Config;
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly publish: Publish;
  readonly secret: InstallationSecret;
  /** Base of links for an organisation's people. */
  readonly linkBase: (orgId: string) => string;
}

/** Everything that turns notifications into mails. */
export interface MailParts {
  /** Queues the mail of a stored notification. */
  readonly followUp: FollowUp;
  readonly transports: OrganizationTransports;
  readonly recipients: Recipients;
  readonly unsubscribeLinks: UnsubscribeLinks;
  readonly health: MailFacts;
  /** The tasks that send; summaries of motion go back into the inbox. */
  readonly loops: (notifier: Pick<Notifier, 'record' | 'announce'>) => readonly Loop[];
}

/** Builds the mail side: transports, recipients, templates and the worker. */
export function createMail(core: MailCore): MailParts {
  const { config, clock, log, secret, linkBase } = core;
  const transports = new OrganizationTransports(core);
  const unsubscribeLinks = new UnsubscribeLinks(secret.key('unsubscribe'), clock);
  const recipients =
    config.clerk === undefined
      ? localRecipients(core)
      : new ClerkRecipients({ clock, list: clerkMemberships(config.clerk, log) });
  const worker = new MailWorker({
    ...core,
    transports,
    recipients,
    renderer: new MailTemplates({ mode: config.clerk === undefined ? 'local' : 'clerk', log }),
    dashboardUrl: linkBase,
    unsubscribeUrl: (orgId, kind) => unsubscribeLinks.link(linkBase(orgId), { orgId, kind }),
    batchSize: config.mail.batchSize,
    maxAttempts: config.mail.maxAttempts,
  });
  return {
    followUp: queueMail({ clock, transports }),
    transports,
    recipients,
    unsubscribeLinks,
    health: { state: () => mailHealth(core), lastTickMs: () => worker.lastTickMs },
    loops: (notifier) => [
      {
        name: 'mail-worker',
        everyMs: config.mail.workerEveryMs,
        tick: async (signal) => void (await worker.tick(signal)),
      },
      {
        name: 'motion-digest',
        everyMs: config.mail.digestEveryMs,
        tick: (signal) => sendMotionDigests({ ...core, notifier }, signal),
      },
    ],
  };
}
