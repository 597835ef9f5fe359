import { agentActivity } from './agents/activity.ts';
import { agentKeys } from './agents/keys.ts';
import { sentinel, sentinelModel } from './agents/sentinel.ts';
import { integration, integrationKeys } from './integration/integration.ts';
import { audit } from './audit.ts';
import { auth } from './auth.ts';
import { backups } from './backups.ts';
import { doctor } from './doctor.ts';
import { metrics } from './metrics.ts';
import { cameras } from './fleet/cameras.ts';
import type { Endpoint } from './endpoint.ts';
import { groups } from './fleet/groups.ts';
import { motion } from './fleet/motion.ts';
import { incidents } from './incidents/incidents.ts';
import { install } from './install.ts';
import { mail, mailSetup } from './notifications/email.ts';
import { inbox, snoozes } from './notifications/inbox.ts';
import { incomingWebhooks, webhooks } from './notifications/webhooks.ts';
import { nodeProtocol, nodes } from './fleet/nodes.ts';
import { archive, recording } from './fleet/recording.ts';
import { danger, securityTxt, settings } from './settings.ts';
import { streaming } from './fleet/streaming.ts';
import { system } from './system.ts';

/** Every HTTP route that takes part in authentication, limits and the API document. */
export const routeTable: readonly Endpoint[] = [
  auth,
  nodes,
  nodeProtocol,
  archive,
  cameras,
  recording,
  groups,
  streaming,
  motion,
  inbox,
  snoozes,
  mail,
  settings,
  mailSetup,
  webhooks,
  incomingWebhooks,
  agentKeys,
  agentActivity,
  sentinel,
  sentinelModel,
  integrationKeys,
  integration,
  incidents,
  danger,
  backups,
  audit,
  install,
  securityTxt,
  system,
  doctor,
  metrics,
].flatMap((group): readonly Endpoint[] => Object.values(group));
