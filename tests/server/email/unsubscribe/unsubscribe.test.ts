import { SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { readSetting } from '../../../../server/db/settings-repository.ts';
import { UnsubscribeLinks } from '../../../../server/email/unsubscribe/unsubscribe-links.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { openMailPlane, type MailPlane } from '../mail-plane.ts';

const PATH = '/api/notifications/email/unsubscribe';
const KEY = new Uint8Array(32).fill(7);
const CLAIMS = { org_id: 'org_red', kind: 'motion' };
const SUBJECT = 'email-unsubscribe';

function links(key = KEY, clock = new FakeClock()): UnsubscribeLinks {
  return new UnsubscribeLinks(key, clock);
}

function token(claims: Record<string, unknown>, options: { subject?: string; key?: Uint8Array } = {}) {
  const jwt = new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).setSubject(options.subject ?? SUBJECT);
  return jwt.sign(options.key ?? KEY);
}

/** Path of the link that a mail of `org_red` about `kind` has. */
async function pathOf(plane: MailPlane, kind: string): Promise<string> {
  return plane.links.link('', { orgId: 'org_red', kind });
}

describe('notify 92: tokens', () => {
  const tokenIn = (link: string): string => new URL(link).searchParams.get('t') ?? '';

  it('say what was signed, with the exact subject and the time, and no end', async () => {
    const link = await links().link('https://cameras.example', { orgId: 'org_red', kind: 'camera_offline' });
    expect(await links().read(tokenIn(link))).toEqual({ orgId: 'org_red', kind: 'camera_offline' });
    const [head = '', payload = ''] = tokenIn(link).split('.');
    const decode = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString());
    expect(decode(head)).toEqual({ alg: 'HS256' });
    expect(decode(payload)).toEqual({
      org_id: 'org_red',
      kind: 'camera_offline',
      iat: Date.parse('2026-03-01T12:00:00Z') / 1000,
      sub: 'email-unsubscribe',
    });
  });

  it('are rejected without throwing when anything is wrong', async () => {
    const good = await token(CLAIMS);
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${good.split('.')[1]}.`;
    const bad = [
      '',
      'garbage',
      'a.b.c',
      null,
      undefined,
      7,
      {},
      good.slice(0, -2),
      unsigned,
      await token(CLAIMS, { key: new Uint8Array(32).fill(8) }),
      await token(CLAIMS, { subject: 'email-unsubscribe ' }),
      await token(CLAIMS, { subject: 'invite' }),
      await token({ kind: 'motion' }),
      await token({ org_id: 'org_red' }),
      await token({ org_id: 7, kind: 'motion' }),
      await token({ org_id: '', kind: 'motion' }),
    ];
    expect(await links().read(good)).toEqual({ orgId: 'org_red', kind: 'motion' });
    expect(await Promise.all(bad.map((text) => links().read(text)))).toEqual(bad.map(() => undefined));
  });

  it('notify 97: a base that ends in slashes gives one slash', async () => {
    const link = await links().link('https://cameras.example//', { orgId: 'o', kind: 'motion' });
    expect(link).toMatch(/^https:\/\/cameras\.example\/api\/notifications\/email\/unsubscribe\?t=[\w.-]+$/);
  });

  it('notify 98: one of years ago still works', async () => {
    const then = new FakeClock('2015-01-01T00:00:00.000Z');
    const link = await links(KEY, then).link('https://x.example', { orgId: 'org_red', kind: 'motion' });
    expect(await links().read(tokenIn(link))).toEqual({ orgId: 'org_red', kind: 'motion' });
  });
});

describe('following the link', () => {
  it('notify 93: switches the kind off, writes an audit row without a person, and says so', async () => {
    await using plane = await openMailPlane();
    const answer = await plane.anonymous.get(await pathOf(plane, 'camera_offline'));
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(answer.text).toMatch(/unsubscribed/);
    expect(answer.text).toContain('<strong>camera offline</strong>');
    expect(answer.text).toContain('camera online');
    expect(answer.text).toContain('href="/settings/notifications"');
    expect(await readSetting(plane.db.read, 'org_red', 'email_camera_offline')).toBe('false');
    expect(plane.audit('org_red')).toEqual([
      {
        event: 'email_unsubscribed',
        details: { kind: 'camera_offline', via_link: true },
        userId: null,
        username: null,
      },
    ]);
    expect(plane.published).toMatchObject([{ orgId: 'org_red', message: { what: 'settings' } }]);
  });

  it('flips exactly one switch of one organisation', async () => {
    await using plane = await openMailPlane();
    const preferences = async (orgId: string) =>
      (await plane.person(orgId).get('/api/notifications/email/preferences')).json()['preferences'];
    const before = await preferences('org_blue');
    await plane.anonymous.get(await pathOf(plane, 'node_online'));
    expect(await preferences('org_red')).toEqual({ ...Object(before), email_node_offline: false });
    expect(await preferences('org_blue')).toEqual(before);
  });

  it('mail programs call it with POST, without origin, cookie or page', async () => {
    await using plane = await openMailPlane();
    const answer = await plane.anonymous.post(
      await pathOf(plane, 'member_added'),
      'List-Unsubscribe=One-Click',
      { headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    );
    expect(answer.status).toBe(200);
    expect(await readSetting(plane.db.read, 'org_red', 'email_member_audit')).toBe('false');
    expect(plane.audit('org_red')).toHaveLength(1);
  });

  it('programs that only ask for the headers change nothing', async () => {
    await using plane = await openMailPlane();
    const answer = await plane.anonymous.ask('HEAD', await pathOf(plane, 'motion'));
    expect([answer.status, answer.text]).toEqual([200, '']);
    expect(await readSetting(plane.db.read, 'org_red', 'email_motion')).toBeUndefined();
  });

  it('notify 94: a bad token is a 400 page that points to the settings; a missing one is 422', async () => {
    await using plane = await openMailPlane();
    const answer = await plane.anonymous.get(`${PATH}?t=garbage`);
    expect([answer.status, answer.headers['content-type']]).toEqual([400, 'text/html; charset=utf-8']);
    expect(answer.text).toContain('not recognized');
    expect(answer.text).toContain('href="/settings/notifications"');
    for (const method of ['GET', 'POST']) expect((await plane.anonymous.ask(method, PATH)).status).toBe(422);
    const foreign = await new UnsubscribeLinks(KEY, plane.clock).link('', {
      orgId: 'org_red',
      kind: 'motion',
    });
    expect((await plane.anonymous.post(foreign)).status).toBe(400);
    expect(plane.audit('org_red')).toEqual([]);
  });

  it('notify 95: a second click is fine and leaves no second trace', async () => {
    await using plane = await openMailPlane();
    const path = await pathOf(plane, 'motion_digest');
    const answers = [await plane.anonymous.get(path), await plane.anonymous.get(path)];
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(answers[1]?.text).toBe(answers[0]?.text);
    expect(plane.audit('org_red')).toHaveLength(1);
  });

  it('notify 96: a kind without a switch is escaped on the page and changes nothing', async () => {
    await using plane = await openMailPlane();
    const answer = await plane.anonymous.get(await pathOf(plane, '<script>alert("x")</script>_&'));
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp;');
    expect(answer.text).not.toContain('<script');
    expect((await plane.anonymous.get(await pathOf(plane, 'plan_limit_reached'))).status).toBe(200);
    expect(plane.audit('org_red')).toEqual([]);
    expect(plane.published).toEqual([]);
  });

  it('still confirms when nothing can be stored, and logs it', async () => {
    await using plane = await openMailPlane();
    const path = await pathOf(plane, 'motion');
    await plane.db.write(async (tx) => {
      tx.run(`CREATE TRIGGER full BEFORE INSERT ON settings BEGIN SELECT RAISE(ABORT, 'no'); END`);
    });
    expect((await plane.anonymous.get(path)).status).toBe(200);
    expect(plane.logLines.filter((line) => line.includes('could not be switched off'))).toHaveLength(1);
    expect(plane.audit('org_red')).toEqual([]);
  });

  it('the page loads nothing from anywhere and hands its address to nobody', async () => {
    await using plane = await openMailPlane();
    const { headers, text } = await plane.anonymous.get(await pathOf(plane, 'motion'));
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/]{43}='; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
    );
    expect([headers['referrer-policy'], headers['cache-control']]).toEqual(['no-referrer', 'no-store']);
    expect(text).not.toMatch(/<script|src=|url\(|https?:/);
  });
});
