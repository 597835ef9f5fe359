import { connect } from 'node:net';
import type { Clock } from '../../clock.ts';
import type { SmtpServer } from '../../config/config.ts';
import type { Database } from '../../db/database.ts';
import type { OrganizationTransports } from '../../email/transport/organization-transports.ts';
import type { MailFacts } from '../../system/health-service.ts';
import { lastMail, waitingMails } from '../doctor-repository.ts';
import { findingsOf, type Finding } from '../finding.ts';

export interface MailCheckDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly transports: Pick<OrganizationTransports, 'setupOf'>;
  readonly health: Pick<MailFacts, 'lastTickMs'>;
}

const { ok, warn, bad } = findingsOf('mail');
const ANSWER_WITHIN_MS = 5_000;
/** Three tries take less. */
const STUCK_MS = 900_000;
const WORKER_STALE_MS = 120_000;

/** Whether mails of these organisations leave: the first trouble found, else how it stands. */
export async function checkMail(deps: MailCheckDeps, orgIds: readonly string[]): Promise<Finding> {
  const found = await Promise.all(orgIds.map((orgId) => mailOf(deps, orgId)));
  const worst = (['bad', 'warn'] as const).map((state) => found.find((each) => each.state === state));
  return (
    worst.find((finding) => finding !== undefined) ??
    found.find(({ code }) => code === 'mail_ok') ??
    ok('mail_off')
  );
}

async function mailOf(deps: MailCheckDeps, orgId: string): Promise<Finding> {
  const { db, clock, transports, health } = deps;
  const setup = await transports.setupOf(orgId);
  if (!setup.enabled) return ok('mail_off');
  if (setup.account === undefined) return warn('mail_unconfigured');
  const now = clock.now().getTime();
  const lastTick = health.lastTickMs();
  if (lastTick !== undefined && clock.monotonicMs() - lastTick > WORKER_STALE_MS)
    return bad('mail_worker_stopped');
  if (setup.account.kind === 'smtp' && !(await greets(setup.account.server))) {
    const { host, port } = setup.account.server;
    return bad('mail_unreachable', { host, port });
  }
  const last = await lastMail(db.read, orgId);
  if (last?.status === 'failed') return bad('mail_refused', { reason: last.error ?? '' });
  const waiting = await waitingMails(db.read, orgId);
  const waitedMs = now - (waiting?.oldest?.getTime() ?? now);
  if (waitedMs > STUCK_MS) {
    return bad('mail_stuck', { mails: waiting?.mails ?? 0, minutes: Math.round(waitedMs / 60_000) });
  }
  return ok('mail_ok', { waiting: waiting?.mails ?? 0, last: last?.at.toISOString() ?? '' });
}

/** Whether a mail server says hello. Where encryption comes first, whether it is there. Nothing is sent. */
function greets({ host, port, security }: SmtpServer): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: ANSWER_WITHIN_MS });
    const tooLate = setTimeout(() => answer(false), ANSWER_WITHIN_MS);
    const answer = (good: boolean): void => {
      clearTimeout(tooLate);
      socket.destroy();
      resolve(good);
    };
    socket.once('error', () => answer(false));
    socket.once('end', () => answer(false));
    if (security === 'tls') socket.once('connect', () => answer(true));
    else socket.once('data', (greeting) => answer(greeting.toString('latin1').startsWith('220')));
  });
}
