import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { emailSuppression } from '../../../../server/db/schema/notifications.ts';
import { mailSetup } from '../../../../server/email/setup/mail-setup.ts';
import { findMailSettings } from '../../../../server/email/setup/mail-settings-repository.ts';
import { loadInstallationSecret } from '../../../../server/secrets/installation-secret.ts';
import { headerOf, startSmtpServer } from '../../../support/smtp-server.ts';
import { openMailPlane, type MailPlane } from '../mail-plane.ts';

const MAIL = '/api/settings/mail';
const TEST = '/api/settings/mail/test';
const PASSWORD = 'Hunter2-password';
const KEY = 're_SecretResendKey';

const UNSET = {
  enabled: false,
  source: 'settings',
  enabled_by_environment: false,
  transport: 'none',
  from_address: '',
  from_name: '',
  has_resend_key: false,
  smtp_host: '',
  smtp_port: 587,
  smtp_security: 'starttls',
  smtp_username: '',
  has_smtp_password: false,
  motion_cooldown_minutes: 15,
  problem: expect.stringMatching(/^Choose how mail leaves/),
};

const smtp = (port: number) => ({
  transport: 'smtp',
  smtp_host: '127.0.0.1',
  smtp_port: port,
  smtp_security: 'none',
  smtp_username: 'alerts',
  smtp_password: PASSWORD,
  from_address: 'alerts@shop.example',
  from_name: 'Corner Shop',
});

describe('mail settings', () => {
  it('nothing is set at first, and a sentence says what to do', async () => {
    await using plane = await openMailPlane();
    expect((await plane.person('org_red').get(MAIL)).json()).toEqual(UNSET);
  });

  it('what is not named stays; an empty secret removes it', async () => {
    await using plane = await openMailPlane();
    const admin = plane.person('org_red');
    const saved = (await admin.post(MAIL, smtp(2525))).json();
    const { smtp_password: _, ...shown } = smtp(2525);
    expect(saved).toEqual({ ...UNSET, ...shown, has_smtp_password: true, problem: null });
    await admin.post(MAIL, { enabled: true, motion_cooldown_minutes: 30 });
    const both = { enabled: true, motion_cooldown_minutes: 30 };
    expect((await admin.get(MAIL)).json()).toEqual({ ...saved, ...both });
    expect((await admin.post(MAIL, { smtp_password: '' })).json()).toEqual({
      ...saved,
      ...both,
      has_smtp_password: false,
      problem: expect.stringMatching(/password/),
    });
    expect((await plane.person('org_blue').get(MAIL)).json()).toEqual(UNSET);
  });

  it('changes are audited without secrets and told to pages; no change is neither', async () => {
    await using plane = await openMailPlane();
    const admin = plane.person('org_red');
    await admin.post(MAIL, { transport: 'resend', resend_key: KEY, from_address: 'Alerts@Shop.example' });
    await admin.post(MAIL, { transport: 'resend', from_address: 'alerts@shop.example' });
    await admin.post(MAIL, { resend_key: '' });
    expect(plane.audit('org_red').map(({ event, details }) => [event, details])).toEqual([
      [
        'mail_settings_updated',
        { changes: ['transport=resend', 'from_address=alerts@shop.example', 'resend_key set'] },
      ],
      ['mail_settings_updated', { changes: ['resend_key removed'] }],
    ]);
    expect(plane.published).toContainEqual({
      orgId: 'org_red',
      audience: 'all',
      message: { type: 'changed', what: 'settings' },
    });
  });

  it('only administrators see or change them, or send test mails', async () => {
    await using plane = await openMailPlane();
    const member = plane.person('org_red', 'member');
    const to = { to: 'mia@example.com' };
    for (const person of [member, plane.anonymous]) {
      const statuses = [
        (await person.get(MAIL)).status,
        (await person.post(MAIL, { enabled: true })).status,
        (await person.post(TEST, to)).status,
      ];
      expect(new Set(statuses)).toEqual(new Set([person === member ? 403 : 401]));
    }
  });

  it.each([
    { smtp_port: 0 },
    { smtp_host: 'http://smtp.example.com' },
    { from_address: 'nobody' },
    { from_name: 'a\r\nBcc: b' },
    { smtp_security: 'maybe' },
    { motion_cooldown_minutes: 0 },
  ])('%j is refused', async (body) => {
    await using plane = await openMailPlane();
    expect((await plane.person('org_red').post(MAIL, body)).status).toBe(422);
    expect((await plane.person('org_red').get(MAIL)).json()).toEqual(UNSET);
  });
});

describe('secrets', () => {
  it('are sealed at rest, and neither answered, logged nor audited', async () => {
    await using plane = await openMailPlane();
    const admin = plane.person('org_red');
    const answers = [
      await admin.post(MAIL, { ...smtp(1), resend_key: KEY }),
      await admin.get(MAIL),
      await admin.post(TEST, { to: 'mia@example.com' }),
    ];
    const places = [
      ...answers.map(({ text }) => text),
      JSON.stringify(plane.audit('org_red')),
      plane.logLines.join('\n'),
      JSON.stringify(plane.published),
      ...['', '-wal'].map((suffix) => readFileSync(plane.databaseFile + suffix).toString('latin1')),
    ];
    for (const place of places)
      for (const secret of [PASSWORD, KEY, Buffer.from(PASSWORD).toString('base64')])
        expect(place.includes(secret)).toBe(false);
    const stored = await findMailSettings(plane.db.read, 'org_red');
    expect(stored?.smtpPasswordSealed).toMatch(/^v1\./);
    expect(mailSetup(plane.config.mail, stored, plane.secret).account).toMatchObject({
      server: { password: PASSWORD },
    });
  });

  it('that can no longer be opened are asked for again', async () => {
    await using plane = await openMailPlane();
    await plane.person('org_red').post(MAIL, smtp(25));
    rmSync(join(plane.config.dataDir, 'secrets', 'installation.key'));
    const other = loadInstallationSecret(plane.config.dataDir);
    const stored = await findMailSettings(plane.db.read, 'org_red');
    const setup = mailSetup(plane.config.mail, stored, other);
    expect(setup).toMatchObject({ account: undefined, hasSmtpPassword: true });
    expect(setup.problem).toMatch(/^The saved mail password can no longer be read/);
  });

  it('a saved password goes to no other server', async () => {
    await using plane = await openMailPlane();
    const admin = plane.person('org_red');
    await admin.post(MAIL, smtp(25));
    const refused = await admin.post(MAIL, { smtp_host: '127.0.0.2' });
    expect([refused.status, refused.json()]).toMatchObject([422, { detail: { error: 'password_needed' } }]);
    expect((await admin.post(MAIL, { smtp_host: '' })).status).toBe(200);
    expect((await admin.post(MAIL, { smtp_host: '127.0.0.2' })).status).toBe(422);
    expect((await admin.post(MAIL, { smtp_host: '127.0.0.2', smtp_password: 'new' })).status).toBe(200);
  });
});

describe('the environment wins', () => {
  const environment = {
    enabled: true,
    resendKey: KEY,
    fromAddress: 'op@hosting.example',
    fromName: 'Operator',
  };

  it('shows what it sets, without the key, and refuses to change it', async () => {
    await using plane = await openMailPlane({ mail: environment });
    const admin = plane.person('org_red');
    const shown = await admin.get(MAIL);
    expect(shown.json()).toEqual({
      ...UNSET,
      enabled: true,
      source: 'environment',
      enabled_by_environment: true,
      transport: 'resend',
      from_address: 'op@hosting.example',
      from_name: 'Operator',
      has_resend_key: true,
      problem: null,
    });
    expect(shown.text).not.toContain(KEY);
    const bodies = [{ transport: 'smtp' }, { smtp_password: 'x' }, { resend_key: '' }, { enabled: false }];
    for (const body of bodies) {
      const answer = await admin.post(MAIL, body);
      expect([answer.status, answer.json()]).toMatchObject([
        409,
        { detail: { error: 'set_by_environment' } },
      ]);
    }
    expect((await admin.post(MAIL, { enabled: true, transport: 'resend' })).status).toBe(200);
    expect((await admin.post(MAIL, { motion_cooldown_minutes: 5 })).json()).toMatchObject({
      motion_cooldown_minutes: 5,
    });
  });

  it('a sender of the environment also counts for a transport that was entered', async () => {
    await using plane = await openMailPlane({ mail: { fromAddress: 'op@hosting.example' } });
    const admin = plane.person('org_red');
    const refused = await admin.post(MAIL, { from_address: 'me@shop.example' });
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('EMAIL_FROM_ADDRESS');
    expect((await admin.post(MAIL, { transport: 'resend', resend_key: KEY })).json()).toMatchObject({
      source: 'settings',
      from_address: 'op@hosting.example',
      problem: null,
    });
  });
});

describe('test mail', () => {
  const send = async (plane: MailPlane, to = 'mia@example.com') =>
    (await plane.person('org_red').post(TEST, { to })).json<{ delivered: boolean; message: string }>();

  it('leaves with the settings as stored, also while mail is switched off', async () => {
    await using server = await startSmtpServer({
      security: 'none',
      account: { username: 'alerts', password: PASSWORD },
    });
    await using plane = await openMailPlane();
    await plane.person('org_red').post(MAIL, { ...smtp(server.port), enabled: false });
    expect(await send(plane)).toEqual({
      delivered: true,
      message: expect.stringContaining('The mail to mia@example.com is on its way'),
    });
    const [mail] = server.received;
    if (mail === undefined) throw new Error('nothing arrived');
    expect(mail).toMatchObject({ from: 'alerts@shop.example', to: ['mia@example.com'], user: 'alerts' });
    expect(headerOf(mail, 'Subject')).toBe('[Sentinel] Test mail');
    expect(headerOf(mail, 'List-Unsubscribe')).toBeUndefined();
    // Long lines are wrapped for the way.
    expect(mail.source.replaceAll('=\r\n', '')).toContain('Corner Shop &lt;Main&gt;');
    expect(plane.audit('org_red').at(-1)).toMatchObject({
      event: 'mail_test_sent',
      details: { delivered: true },
    });
  });

  it('says in words what went wrong', async () => {
    await using server = await startSmtpServer({
      security: 'none',
      account: { username: 'alerts', password: 'another one' },
    });
    await using plane = await openMailPlane();
    expect(await send(plane)).toEqual({
      delivered: false,
      message: expect.stringMatching(/^Choose how mail leaves/),
    });
    await plane.person('org_red').post(MAIL, smtp(server.port));
    expect(await send(plane)).toEqual({
      delivered: false,
      message: expect.stringMatching(/^The mail server refused the user name or the password\./),
    });
  });

  it('does not go where mail bounced', async () => {
    await using server = await startSmtpServer({ security: 'none' });
    await using plane = await openMailPlane();
    await plane.person('org_red').post(MAIL, { ...smtp(server.port), smtp_username: '' });
    const createdAt = plane.clock.now();
    await plane.db.write(async (tx) => {
      const row = { address: 'mia@example.com', reason: 'bounce', source: 'resend_webhook', createdAt };
      tx.insert(emailSuppression).values(row).run();
    });
    expect(await send(plane, 'Mia@Example.com')).toEqual({
      delivered: false,
      message: expect.stringContaining('came back'),
    });
    expect(server.received).toEqual([]);
  });
});
