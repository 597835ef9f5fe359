import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { eventually } from '../../support/wait.ts';
import { addMember, signIn, OWNER } from '../../support/people.ts';
import { startSmtpServer, headerOf, type TestSmtpServer } from '../../support/smtp-server.ts';
import { temporaryFolder, testConfig } from '../../support/test-config.ts';
import { startTestServer, type TestServer } from '../../support/test-server.ts';

const MAIL = '/api/settings/mail';
const PASSWORD = 'Hunter2-password';
const account = { username: 'alerts', password: PASSWORD };

const entered = ({ port }: TestSmtpServer) => ({
  enabled: true,
  transport: 'smtp',
  smtp_host: '127.0.0.1',
  smtp_port: port,
  smtp_security: 'none',
  smtp_username: 'alerts',
  smtp_password: PASSWORD,
  from_address: 'alerts@shop.example',
});

/** Everything the server keeps in its folder, but the key that secrets are sealed with. */
function filesOf({ dataDir }: TestServer): string[] {
  return readdirSync(dataDir, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => readFileSync(join(dataDir, name)).toString('latin1'));
}

/** Mail leaves within moments. */
const quickMail = () => ({ mail: { ...testConfig('unused').mail, workerEveryMs: 50 } });

describe('mail on the whole server', () => {
  it('is set up, tested and survives a restart; its password is nowhere to be read', async () => {
    using folder = temporaryFolder();
    const dataDir = folder.path;
    await using smtp = await startSmtpServer({ security: 'none', account });
    {
      await using server = await startTestServer({ dataDir });
      const owner = await server.owner();
      await owner.post(MAIL, { ...entered(smtp), enabled: false });
      await owner.post('/api/settings/link-address', { address: 'http://cameras.lan:8000/' });
      expect(await testMail(owner)).toMatchObject({ delivered: true });
      const archive = unzipSync((await owner.post('/api/gdpr/export')).bytes);
      const exported = Object.values(archive).map((bytes) => Buffer.from(bytes).toString());
      expect(Object.keys(archive)).toContain('mail_settings.json');
      const places = [...exported, ...server.logLines, ...filesOf(server)];
      expect(places.filter((text) => text.includes(PASSWORD))).toEqual([]);
      expect(exported.filter((text) => text.includes('v1.'))).toEqual([]);
    }
    await using server = await startTestServer({ dataDir });
    const owner = await signIn(server.url, OWNER.email, OWNER.password);
    expect((await owner.get(MAIL)).json()).toMatchObject({ has_smtp_password: true, problem: null });
    expect(await testMail(owner)).toMatchObject({ delivered: true });
    expect(smtp.received.map(({ user }) => user)).toEqual(['alerts', 'alerts']);
    expect((await owner.get('/api/settings/link-address')).json()).toMatchObject({
      in_use: 'http://cameras.lan:8000',
    });
    const invited = await owner.post('/api/auth/invites', { email: 'mia@example.com', role: 'member' });
    expect(invited.text).toContain('http://cameras.lan:8000/invite?token=');
  });

  it('a notification arrives as a mail, whose one-click link stops the next one', async () => {
    await using smtp = await startSmtpServer({ security: 'none', account });
    await using server = await startTestServer({ config: quickMail() });
    const owner = await server.owner();
    await owner.post(MAIL, entered(smtp));
    const member = await addMember(owner, 'mia@example.com', 'member');
    const [mail] = await eventually('the mail about the new member', () =>
      smtp.received.length > 0 ? smtp.received : undefined,
    );
    if (mail === undefined) throw new Error('nothing arrived');
    expect(mail.to).toEqual([OWNER.email]);
    const link = headerOf(mail, 'List-Unsubscribe')?.replaceAll(/[<> ]/g, '') ?? '';
    expect(headerOf(mail, 'List-Unsubscribe-Post')).toBe('List-Unsubscribe=One-Click');
    const { pathname, search } = new URL(link);
    // A mail program sends no cookie; an Origin of its own must not matter either.
    const answer = await server.anonymous.post(pathname + search, 'List-Unsubscribe=One-Click', {
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        origin: 'https://webmail.example',
        'sec-fetch-site': 'cross-site',
      },
    });
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    const preferences = await member.get('/api/notifications/email/preferences');
    expect(preferences.json()).toMatchObject({
      email_globally_enabled: true,
      preferences: { email_member_audit: false, email_welcome: true },
    });
    // A mail that was wanted again would be counted somewhere at once.
    await addMember(owner, 'tom@example.com', 'member');
    const log = await owner.get('/api/notifications/email/deliveries');
    expect(log.json()).toMatchObject({
      preparing: 0,
      waiting: [],
      total: 1,
      deliveries: [{ kind: 'member_added', recipient: OWNER.email, status: 'sent' }],
    });
    const { checks } = (await server.anonymous.get('/api/health/detailed')).json<{ checks: object }>();
    expect(checks).toMatchObject({
      resend: { status: 'ok', queue_depth: 0 },
      email_worker: { status: 'ok', tick_age_seconds: expect.any(Number) },
    });
    expect(smtp.received).toHaveLength(1);
  });

  it('a local reset forgets what mail was set up with', async () => {
    await using smtp = await startSmtpServer({ security: 'none', account });
    await using server = await startTestServer();
    const owner = await server.owner();
    await owner.post(MAIL, entered(smtp));
    await owner.post('/api/settings/link-address', { address: 'http://cameras.lan:8000' });
    await owner.post('/api/settings/danger/full-reset', { confirm: 'reset everything' });
    const next = await server.owner();
    expect((await next.get(MAIL)).json()).toMatchObject({ enabled: false, has_smtp_password: false });
    expect((await next.get('/api/settings/link-address')).json()).toMatchObject({
      address: '',
      source: 'network',
    });
    expect(
      (await next.post('/api/auth/invites', { email: 'mia@example.com', role: 'member' })).text,
    ).not.toContain('cameras.lan');
  });
});

async function testMail(owner: Awaited<ReturnType<typeof signIn>>): Promise<object> {
  return (await owner.post(`${MAIL}/test`, { to: 'mia@example.com' })).json();
}
