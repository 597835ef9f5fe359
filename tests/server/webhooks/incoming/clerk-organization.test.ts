import { describe, expect, it } from 'vitest';
import { emailIntents } from '../../../../server/db/schema/notifications.ts';
import { everyTable, fillEveryTable, rowCounts } from '../../organization/filled-tables.ts';
import { openWebhookBench, ORG, type WebhookBench } from './webhook-bench.ts';

function membership(
  type: string,
  role?: string,
  person: unknown = { user_id: 'user_1', identifier: 'mia@example.com' },
): Record<string, unknown> {
  return {
    type: `organizationMembership.${type}`,
    data: { organization: { id: ORG }, public_user_data: person, role },
  };
}

async function accepted(bench: WebhookBench, message: unknown, id?: string): Promise<void> {
  const answer = await bench.send('clerk', message, id === undefined ? {} : { id });
  expect([answer.status, answer.json()]).toEqual([200, { received: true }]);
}

function metaOf(row: { readonly metaJson: string | null } | undefined): unknown {
  return JSON.parse(row?.metaJson ?? 'null');
}

const breakNotifications = `CREATE TRIGGER broken BEFORE INSERT ON notifications BEGIN SELECT RAISE(ABORT, 'broken'); END`;

function settingOff(key: string): string {
  const row = `'${ORG}', '${key}', 'false', '2026-01-01T00:00:00.000Z'`;
  return `INSERT INTO settings (org_id, key, value, updated_at) VALUES (${row})`;
}

describe('memberships', () => {
  it('notify 105: member_added is info for a member and a warning for an administrator', async () => {
    await using bench = await openWebhookBench();
    await accepted(bench, membership('created', 'org:member'));
    await accepted(bench, membership('created', 'org:admin'));
    await accepted(bench, membership('created'));
    const rows = bench.inbox();
    expect(rows.map(({ kind, severity, audience }) => [kind, severity, audience])).toEqual([
      ['member_added', 'info', 'admin'],
      ['member_added', 'warning', 'admin'],
      ['member_added', 'info', 'admin'],
    ]);
    expect(rows.map(metaOf)).toEqual(
      ['member', 'admin', 'member'].map((role) => ({
        user_id: 'user_1',
        identifier: 'mia@example.com',
        role,
      })),
    );
    expect(rows[0]).toMatchObject({ title: 'Member added: mia@example.com', link: '/settings' });
  });

  it('notify 105: member_role_changed carries the new role without prefix; member_removed is info', async () => {
    await using bench = await openWebhookBench();
    await accepted(bench, membership('updated', 'org:admin'));
    await accepted(bench, membership('updated', 'org:member'));
    await accepted(bench, membership('deleted', 'org:admin'));
    const rows = bench.inbox();
    expect(rows.map(({ kind, severity }) => [kind, severity])).toEqual([
      ['member_role_changed', 'warning'],
      ['member_role_changed', 'info'],
      ['member_removed', 'info'],
    ]);
    expect(metaOf(rows[0])).toMatchObject({ new_role: 'admin' });
    expect(metaOf(rows[2])).toEqual({ user_id: 'user_1', identifier: 'mia@example.com' });
  });

  it('notify 105: somebody without an identifier is named by the user id, else by a placeholder', async () => {
    await using bench = await openWebhookBench();
    await accepted(bench, membership('created', 'org:member', { user_id: 'user_9' }));
    await accepted(bench, membership('deleted', 'org:member', null));
    expect(bench.inbox().map(({ title }) => title)).toEqual([
      'Member added: user_9',
      'Member removed: Somebody',
    ]);
  });

  it('notify 105: the event goes out to administrators, and the recipients of mails are asked for anew', async () => {
    await using bench = await openWebhookBench();
    for (const type of ['created', 'updated', 'deleted']) await accepted(bench, membership(type));
    expect(bench.forgotten).toEqual([ORG, ORG, ORG]);
    expect(bench.published.map(({ audience, message }) => [audience, message.type])).toEqual(
      Array.from({ length: 3 }, () => ['admin', 'notification']),
    );
  });

  it('notify 105: a notification that fails is still 200, recorded, and the recipients are asked for anew', async () => {
    await using bench = await openWebhookBench();
    await bench.run(breakNotifications);
    await accepted(bench, membership('created', 'org:admin'), 'msg_kept');
    expect(bench.inbox()).toEqual([]);
    expect(bench.ledger()).toEqual({ msg_kept: 'organizationMembership.created' });
    expect(bench.forgotten).toEqual([ORG]);
  });

  it('muted members are not told of, and the message is handled', async () => {
    await using bench = await openWebhookBench();
    await bench.run(settingOff('member_audit_notifications'));
    await accepted(bench, membership('created', 'org:admin'));
    expect(bench.inbox()).toEqual([]);
    expect(bench.published).toEqual([]);
  });
});

describe('a new organization', () => {
  const created = {
    type: 'organization.created',
    data: { id: ORG, name: 'Red Barn', created_by: 'user_1' },
  };

  it('notify 106: gets one welcome with its name, for administrators', async () => {
    await using bench = await openWebhookBench();
    await accepted(bench, created);
    const [row, ...others] = bench.inbox();
    expect(others).toEqual([]);
    expect(row).toMatchObject({ kind: 'welcome', audience: 'admin', severity: 'info', link: '/dashboard' });
    expect(row?.title).toContain('Red Barn');
    expect(metaOf(row)).toEqual({ org_name: 'Red Barn', created_by: 'user_1' });
  });

  it('notify 106: the welcome is queued as mail once, unless mail or its switch is off', async () => {
    const queued = (bench: WebhookBench): number => bench.db.read.select().from(emailIntents).all().length;
    await using on = await openWebhookBench({ mail: true });
    await accepted(on, created);
    await accepted(on, created);
    expect([on.inbox().length, queued(on)]).toEqual([1, 1]);
    await using off = await openWebhookBench({ mail: false });
    await accepted(off, created);
    expect([off.inbox().length, queued(off)]).toEqual([1, 0]);
    await using unwanted = await openWebhookBench({ mail: true });
    await unwanted.run(settingOff('email_welcome'));
    await accepted(unwanted, created);
    expect([unwanted.inbox().length, queued(unwanted)]).toEqual([1, 0]);
  });

  it('notify 106: is welcomed once, whatever the message id', async () => {
    await using bench = await openWebhookBench();
    await accepted(bench, created, 'msg_first');
    await accepted(bench, created, 'msg_second');
    expect(bench.inbox()).toHaveLength(1);
    expect(bench.published).toHaveLength(1);
    expect(bench.ledger()).toEqual({ msg_first: created.type, msg_second: created.type });
  });

  it('notify 106: a welcome that fails is still 200, and the next message welcomes', async () => {
    await using bench = await openWebhookBench();
    await bench.run(breakNotifications);
    await accepted(bench, created);
    expect(bench.inbox()).toEqual([]);
    await bench.run('DROP TRIGGER broken');
    await accepted(bench, { type: created.type, data: { id: ORG } });
    expect(bench.inbox()).toHaveLength(1);
  });
});

describe('a deleted organization', () => {
  it('notify 108: everything of it goes, everything of others and the two shared tables stay, without an audit row', async () => {
    await using bench = await openWebhookBench();
    fillEveryTable(bench.databaseFile, ORG);
    fillEveryTable(bench.databaseFile, 'org_blue');
    await bench.run(
      `INSERT INTO email_suppression (address, reason, source, created_at) VALUES ('a@example.com', 'bounce', 'resend_webhook', '2026-01-01T00:00:00.000Z')`,
    );
    const gone = { type: 'organization.deleted', data: { id: ORG, deleted: true } };
    await accepted(bench, gone, 'msg_gone');
    expect(rowCounts(bench.databaseFile, ORG)).toEqual(everyTable(0));
    expect(rowCounts(bench.databaseFile, 'org_blue')).toEqual(everyTable(1));
    expect(bench.db.read.get('SELECT count(*) AS n FROM email_suppression')).toEqual({ n: 1 });
    expect(bench.ledger()).toEqual({ msg_gone: 'organization.deleted' });
    expect(bench.forgotten).toEqual([ORG]);
    await accepted(bench, gone, 'msg_gone_again');
    expect(rowCounts(bench.databaseFile, ORG)).toEqual(everyTable(0));
  });

  it('an erasure that fails halfway is 500 and finished when the message comes again', async () => {
    await using bench = await openWebhookBench();
    fillEveryTable(bench.databaseFile, ORG);
    await bench.run(
      `CREATE TRIGGER broken BEFORE DELETE ON settings BEGIN SELECT RAISE(ABORT, 'broken'); END`,
    );
    const gone = { type: 'organization.deleted', data: { id: ORG } };
    expect((await bench.send('clerk', gone, { id: 'msg_gone' })).status).toBe(500);
    expect(bench.ledger()).toEqual({});
    await bench.run('DROP TRIGGER broken');
    await accepted(bench, gone, 'msg_gone');
    expect(rowCounts(bench.databaseFile, ORG)).toEqual(everyTable(0));
  });
});
