import type { Logger } from 'pino';
import type { Loop } from '../background/loop-runner.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import type { Publish } from '../events/event-hub.ts';
import type { FollowUp } from '../notifications/notifier.ts';
import type { InstallationSecret } from '../secrets/installation-secret.ts';
import { cleanUpWebhookDeliveries } from './outgoing/delivery-cleanup.ts';
import { systemResolve } from './outgoing/sending/webhook-address.ts';
import { WebhookWorker } from './outgoing/sending/webhook-worker.ts';
import { queueWebhooks } from './outgoing/webhook-queue.ts';
import type { WebhookDeps } from './outgoing/webhook-service.ts';

export interface WebhookCore {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly publish: Publish;
  readonly secret: InstallationSecret;
  /** Base of links to this installation. */
  readonly linkBase: () => string;
  /** The port this server listens on. */
  readonly ownPort: () => number;
}

/** Everything that tells other programs of notifications. */
export interface WebhookParts {
  /** Queues the messages about a stored notification. */
  readonly followUp: FollowUp;
  readonly routes: WebhookDeps;
  readonly loops: readonly Loop[];
  /** Resolves when nothing is being sent any more, soon after the loops were told to stop. */
  readonly idle: () => Promise<void>;
}

const SEND_EVERY_MS = 1_000;
const CLEAN_EVERY_MS = 86_400_000;
const FIRST_CLEANING_MS = 120_000;
const TIMEOUT_MS = 10_000;

/** Builds the outgoing webhooks. */
export function createWebhooks(core: WebhookCore): WebhookParts {
  const addressRules = { ownPort: core.ownPort, resolve: systemResolve };
  const routes = { ...core, addressRules, timeoutMs: TIMEOUT_MS };
  const worker = new WebhookWorker(routes);
  return {
    followUp: queueWebhooks(core),
    routes,
    loops: [
      { name: 'webhook-worker', everyMs: SEND_EVERY_MS, tick: (signal) => worker.tick(signal) },
      {
        name: 'webhook-cleanup',
        everyMs: CLEAN_EVERY_MS,
        firstAfterMs: FIRST_CLEANING_MS,
        tick: async (signal) => void (await cleanUpWebhookDeliveries(core, signal)),
      },
    ],
    idle: () => worker.idle(),
  };
}
