// A process that only sends webhook messages: node sender-process.ts DATA_DIR NOW_MS. It is killed by the test.
import { join } from 'node:path';
import pino from 'pino';
import { openDatabase } from '../../../../server/db/open-database.ts';
import { loadInstallationSecret } from '../../../../server/secrets/installation-secret.ts';
import { systemResolve } from '../../../../server/webhooks/outgoing/sending/webhook-address.ts';
import { WebhookWorker } from '../../../../server/webhooks/outgoing/sending/webhook-worker.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

const [dataDir = '', nowMs = ''] = process.argv.slice(2);
const clock = new FakeClock(new Date(Number(nowMs)).toISOString());
const log = pino({ level: 'silent' });
const worker = new WebhookWorker({
  db: await openDatabase({ file: join(dataDir, 'test.db'), log, clock }),
  clock,
  log,
  publish: () => undefined,
  secret: loadInstallationSecret(dataDir),
  addressRules: { ownPort: () => 0, resolve: systemResolve },
  timeoutMs: 10_000,
});
await worker.tick(new AbortController().signal);
await worker.idle();
