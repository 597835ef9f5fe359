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
