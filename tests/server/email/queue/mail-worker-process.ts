// A server's mail part in a process of its own, so that it can be killed: notifications, queue, worker and transport on a
// real database file. Begins when its input does. Says `ready`, `noted <title>` after each commit, and `idle` when nothing
// is left to send.
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import pino from 'pino';
import type { Clock } from '../../../../server/clock.ts';
import { count, eq, or } from '../../../../server/db/drizzle.ts';
import { openDatabase } from '../../../../server/db/open-database.ts';
import { emailIntents, emailOutbox } from '../../../../server/db/schema/notifications.ts';
import { queueMail } from '../../../../server/email/queue/mail-gate.ts';
import { MailWorker } from '../../../../server/email/queue/mail-worker.ts';
import { localRecipients } from '../../../../server/email/recipients/local-recipients.ts';
import { OrganizationTransports } from '../../../../server/email/transport/organization-transports.ts';
import { Notifier } from '../../../../server/notifications/notifier.ts';
import { InstallationSecret } from '../../../../server/secrets/installation-secret.ts';
import { Dice } from '../../../hostile/dice.ts';
import { RESEND_KEY } from '../../../support/resend-server.ts';
import { testConfig } from '../../../support/test-config.ts';

/** Minutes of pauses pass in moments, and go on from where the killed process was. */
const SPEED = 600;

const [file = '', resendApiUrl = '', startedAt = '0', seed = '', notices = '0'] = process.argv.slice(2);
const start = Number(startedAt);
const clock: Clock = {
  now: () => new Date(start + (Date.now() - start) * SPEED),
  monotonicMs: () => performance.now() * SPEED,
};
const log = pino({ level: 'silent' });
const dice = new Dice(seed);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

await once(process.stdin, 'data');
// Nobody is left to kill it.
process.stdin.once('end', () => process.exit(1));

const db = await openDatabase({ file, log, clock });
const { mail } = testConfig('.');
const config = { ...mail, enabled: true, fromAddress: 'a@example.com', resendApiUrl, resendKey: RESEND_KEY };
const secret = new InstallationSecret(Buffer.alloc(32, 1));
const transports = new OrganizationTransports({ config: { mail: config }, db, log, secret });
const publish = (): void => undefined;
const notifier = new Notifier({ db, clock, log, publish, followUps: [queueMail({ clock, transports })] });
const accounts = localRecipients({ db });
const worker = new MailWorker({
  db,
  clock,
  log,
  publish,
  transports,
  recipients: {
    find: async (orgId, audience) => {
      if (dice.chance(0.1)) throw new Error('not now');
      return accounts.find(orgId, audience);
    },
  },
  renderer: {
    render: ({ title, unsubscribeUrl }) => ({
      subject: title,
      text: unsubscribeUrl,
      html: `<p>${title}</p>`,
    }),
  },
  dashboardUrl: () => 'http://127.0.0.1:8000',
  unsubscribeUrl: async () =>
    `http://127.0.0.1:8000/api/notifications/email/unsubscribe?t=${dice.below(1e9)}`,
  batchSize: 5,
  maxAttempts: 50,
});

function isIdle(): boolean {
  const waits = or(eq(emailOutbox.status, 'pending'), eq(emailOutbox.status, 'sending'));
  const mails = db.read.select({ n: count() }).from(emailOutbox).where(waits).get()?.n;
  return mails === 0 && db.read.select({ n: count() }).from(emailIntents).get()?.n === 0;
}

say('ready');
let left = Number(notices);
for (;;) {
  if (left > 0) {
    left -= 1;
    const title = `${seed} ${left}`;
    await notifier.notify({ orgId: 'org_1', kind: 'camera_offline', title, body: '', severity: 'info' });
    say(`noted ${title}`);
  }
  await worker.tick();
  if (left === 0 && isIdle()) say('idle');
  await pause(5);
}
