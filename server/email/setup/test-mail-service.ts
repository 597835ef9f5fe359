import type { Logger } from 'pino';
import { writeAudit } from '../../audit/audit-writer.ts';
import type { Clock } from '../../clock.ts';
import type { Database } from '../../db/database.ts';
import { newUuid } from '../../ids.ts';
import type { Changer } from '../../settings/settings-service.ts';
import type { Mail, MailTransports } from '../mail.ts';
import { suppressionReason } from '../queue/outbox-repository.ts';
import { sentenceOf } from '../transport/send-failure.ts';
import { escapeHtml } from '../unsubscribe/escape-html.ts';

export interface TestMailDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly transports: Pick<MailTransports, 'of'>;
}

export interface TestMailResult {
  readonly delivered: boolean;
  /** What came of it, for a person. */
  readonly message: string;
}

/** Sends one mail now, whether mail is switched on or not, and says what came of it. */
export async function sendTestMail(deps: TestMailDeps, by: Changer, to: string): Promise<TestMailResult> {
  const { orgId } = by.principal;
  const result = await attempt(deps, by, to);
  await deps.db.write(async (tx) => {
    const details = { delivered: result.delivered };
    const actor = { principal: by.principal };
    await writeAudit(tx, { orgId, event: 'mail_test_sent', actor, address: by.address, details }, deps);
  });
  return result;
}

async function attempt({ db, transports }: TestMailDeps, by: Changer, to: string): Promise<TestMailResult> {
  const stopped = await suppressionReason(db.read, to);
  if (stopped !== undefined)
    return { delivered: false, message: `Nothing was sent: ${SUPPRESSED[stopped] ?? SUPPRESSED_OTHERWISE}` };
  const transport = await transports.of(by.principal.orgId);
  const outcome = await transport.send(testMail(to, by.principal.orgName));
  return outcome.ok
    ? {
        delivered: true,
        message: `The mail to ${to} is on its way. If it does not arrive within a few minutes, look into the spam folder.`,
      }
    : { delivered: false, message: sentenceOf(outcome.error) };
}

const SUPPRESSED: Readonly<Record<string, string>> = {
  bounce: 'earlier mail to this address came back, so it is no longer used. Try another address.',
  complaint:
    'earlier mail to this address was reported as spam, so it is no longer used. Try another address.',
};
const SUPPRESSED_OTHERWISE = 'this address wants no mail from this server. Try another address.';

function testMail(to: string, organization: string): Mail {
  const lines = [
    `This is the test mail of Sentinel for ${organization}.`,
    'You can read it, so mail works: notifications will reach you this way.',
    'Somebody asked for it in the mail settings. There is nothing to do.',
  ];
  return {
    to,
    subject: '[Sentinel] Test mail',
    text: `${lines.join('\n\n')}\n`,
    html: `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>Test mail</title></head><body>${lines.map((line) => `<p>${escapeHtml(line)}</p>`).join('')}</body></html>`,
    kind: 'test',
    idempotencyKey: `test-${newUuid()}`,
    unsubscribeUrl: undefined,
  };
}
