import { join } from 'node:path';
import pino from 'pino';
import type { MailConfig } from '../../../../server/config/config.ts';
import type { Database, Transaction } from '../../../../server/db/database.ts';
import { openDatabase } from '../../../../server/db/open-database.ts';
import { cameras } from '../../../../server/db/schema/cameras.ts';
import { settings } from '../../../../server/db/schema/organization.ts';
import {
  emailIntents,
  emailLog,
  emailOutbox,
  notifications,
} from '../../../../server/db/schema/notifications.ts';
import { readSetting, writeSetting } from '../../../../server/db/settings-repository.ts';
import type { Recipients } from '../../../../server/email/mail.ts';
import { queueMail } from '../../../../server/email/queue/mail-gate.ts';
import { MailWorker, type MailWorkerDeps } from '../../../../server/email/queue/mail-worker.ts';
import { OrganizationTransports } from '../../../../server/email/transport/organization-transports.ts';
import type { HubEvent } from '../../../../server/events/event-hub.ts';
import type { Notice } from '../../../../server/notifications/notifier.ts';
import { Notifier, type StoredNotification } from '../../../../server/notifications/notifier.ts';
import { InstallationSecret } from '../../../../server/secrets/installation-secret.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { RESEND_KEY, startResendServer, type ResendServer } from '../../../support/resend-server.ts';
import { temporaryFolder, testConfig } from '../../../support/test-config.ts';

export const ORG = 'org_1';
const DASHBOARD = 'http://127.0.0.1:8000';
export const MINUTE_MS = 60_000;

/** Mail from the notification to a loopback Resend: real database, queue, worker and transport; plain words for templates. */
export class MailBench {
  readonly clock = new FakeClock();
  readonly resend: ResendServer;
  readonly db: Database;
  readonly events: HubEvent[] = [];
  readonly notifier: Notifier;
  /** Who was looked up: organisation and audience. */
  readonly lookups: string[] = [];
  readonly log = pino({ level: 'silent' });
  /** Kill-switch of the environment. */
  mailOn = true;
  findRecipients: Recipients['find'] = async () => ['owner@example.com'];
  readonly #folder: ReturnType<typeof temporaryFolder>;

  private constructor(db: Database, resend: ResendServer, folder: ReturnType<typeof temporaryFolder>) {
    this.db = db;
    this.resend = resend;
    this.#folder = folder;
    this.notifier = this.newNotifier();
  }

  static async start(): Promise<MailBench> {
    const folder = temporaryFolder();
    const file = join(folder.path, 'test.db');
    const db = await openDatabase({ file, log: pino({ level: 'silent' }), clock: new FakeClock() });
    return new MailBench(db, await startResendServer(), folder);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.db.close();
    await this.resend[Symbol.asyncDispose]();
    this.#folder[Symbol.dispose]();
  }

  get transports(): OrganizationTransports {
    const { mail } = testConfig(this.#folder.path);
    const config: MailConfig = {
      ...mail,
      enabled: this.mailOn,
      fromAddress: 'sentinel@example.com',
      resendApiUrl: this.resend.url,
      resendKey: RESEND_KEY,
    };
    const secret = new InstallationSecret(Buffer.alloc(32, 1));
    return new OrganizationTransports({ config: { mail: config }, db: this.db, log: this.log, secret });
  }

  /** As after a start of the server: nothing is remembered but what the database holds. */
  newNotifier(): Notifier {
    const { db, clock, log } = this;
    const gate = queueMail({
      clock,
      transports: { isOn: (orgId, tx) => this.transports.isOn(orgId, tx) },
    });
    return new Notifier({
      db,
      clock,
      log,
      publish: (event) => this.events.push(event),
      followUps: [gate],
    });
  }

  newWorker(changes: Partial<MailWorkerDeps> = {}): MailWorker {
    const { db, clock, log } = this;
    let links = 0;
    return new MailWorker({
      db,
      clock,
      log,
      publish: (event) => this.events.push(event),
      transports: this.transports,
      recipients: {
        find: async (orgId, audience) => {
          this.lookups.push(`${orgId} ${audience}`);
          return this.findRecipients(orgId, audience);
        },
      },
      renderer: {
        render: ({ title, body, unsubscribeUrl }) => ({
          subject: title,
          text: `${body}\n\nStop these mails:\n${unsubscribeUrl}\n`,
          html: `<p>${title}</p>`,
        }),
      },
      dashboardUrl: () => DASHBOARD,
      unsubscribeUrl: async (orgId, kind) =>
        `${DASHBOARD}/api/notifications/email/unsubscribe?t=${orgId}.${kind}.${(links += 1)}`,
      batchSize: 20,
      maxAttempts: 3,
      ...changes,
    });
  }

  /** One tick of a worker that has just started. */
  tick(): ReturnType<MailWorker['tick']> {
    return this.newWorker().tick();
  }

  notify(notice: Partial<Notice> = {}): Promise<StoredNotification | undefined> {
    return this.notifier.notify({
      orgId: ORG,
      kind: 'camera_offline',
      title: 'Front Door went offline',
      body: 'No sign of life.',
      severity: 'warning',
      ...notice,
    });
  }

  motion(cameraId: string | undefined = 'cam_1', orgId = ORG): Promise<StoredNotification | undefined> {
    return this.notify({ orgId, kind: 'motion', title: `Motion on ${cameraId}`, severity: 'info', cameraId });
  }

  set(key: string, value: string, orgId = ORG): Promise<void> {
    return this.db.write((tx) => writeSetting(tx, { orgId, key, value }, this.clock.now()));
  }

  setting(key: string, orgId = ORG): Promise<string | undefined> {
    return readSetting(this.db.read, orgId, key);
  }

  anchor(cameraId = 'cam_1', orgId = ORG): Promise<string | undefined> {
    return this.setting(`motion_email_cooldown_start:${cameraId}`, orgId);
  }

  /** Keys of everything that stands for a window after a mail about motion. */
  windows(): string[] {
    return this.db.read
      .select({ key: settings.key })
      .from(settings)
      .all()
      .map(({ key }) => key)
      .filter((key) => key.startsWith('motion_email_'));
  }

  inbox(): StoredNotification[] {
    return this.db.read.select().from(notifications).all();
  }

  intents(): (typeof emailIntents.$inferSelect)[] {
    return this.db.read.select().from(emailIntents).all();
  }

  outbox(): (typeof emailOutbox.$inferSelect)[] {
    return this.db.read.select().from(emailOutbox).all();
  }

  deliveryLog(): (typeof emailLog.$inferSelect)[] {
    return this.db.read.select().from(emailLog).all();
  }

  /** Puts mails into the outbox as if they had been prepared; answers their ids. */
  async enqueue(...mails: readonly Partial<typeof emailOutbox.$inferInsert>[]): Promise<number[]> {
    const usual = {
      orgId: ORG,
      recipientEmail: 'owner@example.com',
      subject: 'Subject',
      bodyText: 'Text',
      bodyHtml: '<p>Text</p>',
      kind: 'camera_offline',
      createdAt: this.clock.now(),
    };
    return this.db.write(async (tx) =>
      mails.map(
        (mail) =>
          tx
            .insert(emailOutbox)
            .values({ ...usual, ...mail })
            .returning({ id: emailOutbox.id })
            .get().id,
      ),
    );
  }

  async addCamera(cameraId: string, name: string, orgId = ORG): Promise<void> {
    const camera = { cameraId, name, orgId, createdAt: this.clock.now() };
    await this.write((tx) => tx.insert(cameras).values(camera).run());
  }

  write<T>(work: (tx: Transaction) => T): Promise<T> {
    return this.db.write(async (tx) => work(tx));
  }
}
