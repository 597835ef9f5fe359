import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditLog } from '../../../server/db/schema/logs.ts';
import type { FollowUp, StoredNotification } from '../../../server/notifications/notifier.ts';
import { ORG } from '../events/live-bench.ts';
import { InboxBench } from './inbox-bench.ts';

const PATH = '/api/notifications/request-admin-promotion';

describe('asking for administrator rights', () => {
  let bench: InboxBench;
  let mailed: StoredNotification[];
  beforeEach(async () => {
    mailed = [];
    const followUp: FollowUp = async (_, stored) => void mailed.push(stored);
    bench = await InboxBench.start({ followUps: [followUp] });
  });
  afterEach(() => bench[Symbol.asyncDispose]());

  const audit = () => bench.live.accounts.db.read.select().from(auditLog).all();

  it('notify 35, 38: a member is told it was sent; the admins get one item that names them, with the facts', async () => {
    const answer = await bench.member.client.post(PATH);
    expect(answer.status).toBe(200);
    expect(answer.json()).toEqual({
      success: true,
      message: expect.stringContaining('request has been sent'),
    });
    const [row] = bench.rows();
    const email = (row?.title ?? '').split(' ')[0];
    expect(bench.rows()).toMatchObject([
      {
        kind: 'member_promotion_requested',
        audience: 'admin',
        severity: 'info',
        link: '/settings',
        title: `${email} requested admin access`,
        body: expect.stringContaining('Admin access requested'),
      },
    ]);
    expect(row?.body).toContain('Settings › People');
    expect(row?.body).not.toContain('Clerk');
    expect(email).toMatch(/@example\.com$/);
    expect(JSON.parse(row?.metaJson ?? '')).toEqual({
      requester_user_id: expect.any(String),
      requester_email: email,
      requester_label: email,
    });
    expect(mailed.map(({ id }) => id)).toEqual([row?.id]);
    expect(audit()).toMatchObject([
      {
        event: 'member_promotion_requested',
        orgId: ORG,
        details: JSON.stringify({ requester_label: email }),
      },
    ]);
    expect(await bench.member.titles()).toEqual([]);
  });

  it('notify 36: an admin is told they already are one, and nothing is stored', async () => {
    const answer = await bench.owner.client.post(PATH);
    expect([answer.status, answer.json()]).toEqual([
      400,
      { detail: expect.stringContaining('already an admin') },
    ]);
    expect([bench.rows(), audit()]).toEqual([[], []]);
  });

  it('notify 37: the fourth request of an organization within an hour gets the limiter body', async () => {
    const other = bench.live.client((await bench.live.person('member')).token);
    for (const client of [bench.member.client, other, bench.member.client])
      expect((await client.post(PATH)).status).toBe(200);
    const limited = await other.post(PATH);
    expect(limited.status).toBe(429);
    expect(limited.json()).toMatchObject({ error: 'rate_limit_exceeded', limit: '3 per 1 hour' });
    expect(limited.headers['retry-after']).toBeDefined();
    expect(bench.rows()).toHaveLength(3);
  });

  it('succeeds although the notification is muted', async () => {
    await bench.live.set(ORG, 'member_audit_notifications', 'false');
    expect((await bench.member.client.post(PATH)).status).toBe(200);
    expect([bench.rows().length, mailed.length, audit().length]).toEqual([0, 0, 1]);
  });

  it('strangers are 401', async () => {
    expect((await bench.live.client('x').post(PATH)).status).toBe(401);
  });
});
