import { describe, expect, it } from 'vitest';
import { emailIntents, emailLog, emailOutbox } from '../../../../server/db/schema/notifications.ts';
import { openMailPlane, type MailPlane } from '../mail-plane.ts';

const DELIVERIES = '/api/notifications/email/deliveries';

interface Answer {
  readonly preparing: number;
  readonly total: number;
  readonly waiting: { readonly recipient: string }[];
  readonly deliveries: { readonly recipient: string }[];
}

async function add(
  plane: MailPlane,
  rows: { log?: number; outbox?: string[]; intents?: number; org?: string },
) {
  const { log = 0, outbox = [], intents = 0, org: orgId = 'org_red' } = rows;
  await plane.db.write(async (tx) => {
    for (let n = 0; n < intents; n += 1) {
      const now = plane.clock.now();
      tx.insert(emailIntents).values({ orgId, notificationId: n, nextAttemptAt: now, createdAt: now }).run();
    }
    for (const [n, status] of outbox.entries()) {
      plane.clock.advance(1000);
      const kind = n % 2 === 0 ? 'motion' : 'camera_offline';
      const row = {
        orgId,
        recipientEmail: `waiting${n}@example.com`,
        subject: 'Secret subject',
        kind,
        status,
      };
      tx.insert(emailOutbox)
        .values({ ...row, error: 'smtp_not_now: later', createdAt: plane.clock.now() })
        .run();
    }
    for (let n = 0; n < log; n += 1) {
      plane.clock.advance(1000);
      const row = { orgId, recipientEmail: `p${n}@example.com`, kind: n % 2 === 0 ? 'motion' : 'welcome' };
      const status = ['sent', 'failed', 'suppressed'][n % 3] ?? '';
      tx.insert(emailLog)
        .values({ ...row, status, timestamp: plane.clock.now() })
        .run();
    }
  });
}

describe('delivery log of mails', () => {
  it('is empty at first', async () => {
    await using plane = await openMailPlane();
    expect((await plane.person('org_red').get(DELIVERIES)).json()).toEqual({
      preparing: 0,
      waiting: [],
      total: 0,
      limit: 50,
      offset: 0,
      deliveries: [],
    });
  });

  it('shows what is prepared, what waits and what became of the rest, newest first, without contents', async () => {
    await using plane = await openMailPlane();
    await add(plane, { intents: 2, outbox: ['pending', 'sending', 'sent', 'failed'], log: 2 });
    const answer = await plane.person('org_red').get(DELIVERIES);
    expect(answer.json()).toEqual({
      preparing: 2,
      waiting: [
        {
          id: 2,
          kind: 'camera_offline',
          recipient: 'waiting1@example.com',
          status: 'sending',
          attempts: 0,
          next_attempt_at: null,
          error: 'smtp_not_now: later',
          created_at: '2026-03-01T12:00:02.000Z',
        },
        expect.objectContaining({ id: 1, recipient: 'waiting0@example.com', status: 'pending' }),
      ],
      total: 2,
      limit: 50,
      offset: 0,
      deliveries: [
        {
          id: 2,
          kind: 'welcome',
          recipient: 'p1@example.com',
          status: 'failed',
          error: null,
          timestamp: '2026-03-01T12:00:06.000Z',
        },
        expect.objectContaining({ id: 1, recipient: 'p0@example.com', status: 'sent' }),
      ],
    });
    expect(answer.text).not.toContain('Secret subject');
  });

  it('pages and filters by status and kind', async () => {
    await using plane = await openMailPlane();
    await add(plane, { log: 12, outbox: ['pending', 'pending'] });
    const ask = async (query: string): Promise<Answer> =>
      (await plane.person('org_red').get(`${DELIVERIES}?${query}`)).json<Answer>();
    const recipients = ({ deliveries }: Answer): string[] => deliveries.map(({ recipient }) => recipient);
    const second = await ask('limit=5&offset=5');
    expect([second.total, recipients(second)]).toEqual([12, [6, 5, 4, 3, 2].map((n) => `p${n}@example.com`)]);
    const failed = await ask('status=failed');
    expect([failed.total, recipients(failed)]).toEqual([4, [10, 7, 4, 1].map((n) => `p${n}@example.com`)]);
    const welcome = await ask('status=failed&kind=welcome');
    expect([welcome.total, welcome.waiting]).toEqual([2, []]);
    expect((await ask('kind=motion')).waiting).toHaveLength(1);
  });

  it.each(['limit=0', 'limit=201', 'offset=-1', 'status=pending'])('%s is refused', async (query) => {
    await using plane = await openMailPlane();
    expect((await plane.person('org_red').get(`${DELIVERIES}?${query}`)).status).toBe(422);
  });

  it('is shown to administrators of its organisation only', async () => {
    await using plane = await openMailPlane();
    await add(plane, { log: 1, outbox: ['pending'], intents: 1 });
    expect((await plane.person('org_blue').get(DELIVERIES)).json()).toMatchObject({
      preparing: 0,
      waiting: [],
      total: 0,
      deliveries: [],
    });
    expect((await plane.person('org_red', 'member').get(DELIVERIES)).status).toBe(403);
    expect((await plane.anonymous.get(DELIVERIES)).status).toBe(401);
  });
});

describe('what became of mails, as a file and in numbers', () => {
  const rows = (text: string) => text.trim().split('\r\n');

  it('the file has every row of the filters, whatever the page length, and no formula', async () => {
    await using plane = await openMailPlane();
    await add(plane, { log: 620 });
    await plane.db.write(async (tx) => {
      const row = { orgId: 'org_red', recipientEmail: 'q@example.com', kind: 'motion', status: 'failed' };
      tx.insert(emailLog)
        .values({ ...row, error: '=cmd, "x"', timestamp: plane.clock.now() })
        .run();
    });
    const person = plane.person('org_red');
    const all = await person.get(`${DELIVERIES}?format=csv&limit=1`);
    expect(all.headers['content-disposition']).toBe('attachment; filename="mail-log-org_red-20260301.csv"');
    expect(rows(all.text)[0]).toBe('timestamp,kind,recipient,status,error');
    expect(rows(all.text)).toHaveLength(622);
    expect(all.text).toContain(`failed,"'=cmd, ""x"""`);
    const failed = await person.get(`${DELIVERIES}?format=csv&status=failed&kind=welcome`);
    expect(rows(failed.text)).toHaveLength(105);
    expect((await plane.person('org_red', 'member').get(`${DELIVERIES}?format=csv`)).status).toBe(403);
  });

  it('a number of days leaves out what is older, in the list and in the file', async () => {
    await using plane = await openMailPlane();
    await add(plane, { log: 4 });
    plane.clock.advance(3 * 86_400_000);
    await add(plane, { log: 2 });
    const person = plane.person('org_red');
    expect((await person.get(`${DELIVERIES}?days=1`)).json<Answer>().total).toBe(2);
    expect((await person.get(`${DELIVERIES}?days=30`)).json<Answer>().total).toBe(6);
    expect(rows((await person.get(`${DELIVERIES}?days=1&format=csv`)).text)).toHaveLength(3);
    expect((await person.get(`${DELIVERIES}?days=0`)).status).toBe(422);
  });

  it('the numbers are by outcome, kind, recipient and hour, of the own organisation only', async () => {
    await using plane = await openMailPlane();
    await add(plane, { log: 1, org: 'org_blue' });
    await add(plane, { log: 2 });
    plane.clock.advance(7_200_000);
    await add(plane, { log: 2, outbox: ['pending'], intents: 2 });
    const answer = await plane.person('org_red').get(`${DELIVERIES}/stats?days=1`);
    expect(answer.json()).toEqual({
      days: 1,
      total: 4,
      sent: 2,
      failed: 2,
      suppressed: 0,
      waiting: 3,
      by_kind: [
        { kind: 'motion', count: 2 },
        { kind: 'welcome', count: 2 },
      ],
      by_recipient: [
        { recipient: 'p0@example.com', count: 2 },
        { recipient: 'p1@example.com', count: 2 },
      ],
      by_hour: [
        { hour: '2026-03-01T14:00:00.000Z', sent: 1, failed: 1, suppressed: 0 },
        { hour: '2026-03-01T12:00:00.000Z', sent: 1, failed: 1, suppressed: 0 },
      ],
    });
    expect((await plane.person('org_red', 'member').get(`${DELIVERIES}/stats`)).status).toBe(403);
  });
});
