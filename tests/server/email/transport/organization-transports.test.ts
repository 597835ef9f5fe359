import { describe, expect, it } from 'vitest';
import type { MailConfig } from '../../../../server/config/config.ts';
import { maskedAddress } from '../../../../server/email/transport/masked-address.ts';
import { OrganizationTransports } from '../../../../server/email/transport/organization-transports.ts';
import { createLogger } from '../../../../server/log.ts';
import { startSmtpServer } from '../../../support/smtp-server.ts';
import { openMailPlane, type MailPlane } from '../mail-plane.ts';
import { testMail } from './test-mail.ts';

const SETTINGS = '/api/settings/mail';

describe('notify 82: masked addresses', () => {
  it.each([
    ['mia@example.com', 'm***@example.com'],
    ['m@example.com', 'm***@example.com'],
    ['@example.com', '***@example.com'],
    ['mia', '***'],
    ['', '***'],
    ['"a@b"@example.com', '"***@example.com'],
    ['😀x@example.com', '😀***@example.com'],
  ])('%j', (address, masked) => {
    expect(maskedAddress(address)).toBe(masked);
  });

  it('a failed mail is logged with its address masked, even where the server repeats it', async () => {
    await using smtp = await startSmtpServer({ security: 'none' });
    smtp.refuse('recipient', [550, 'mia@example.com is unknown here']);
    await using plane = await openMailPlane();
    await plane.person('org_red').post(SETTINGS, {
      transport: 'smtp',
      smtp_host: '127.0.0.1',
      smtp_port: smtp.port,
      smtp_security: 'none',
      from_address: 'alerts@shop.example',
    });
    await (await plane.transports.of('org_red')).send(testMail());
    const line = plane.logLines.find((text) => text.includes('could not be handed over'));
    expect(line).toMatch(/m\*\*\*@example\.com is unknown here/);
    expect(plane.logLines.join('\n')).not.toContain('mia@example.com');
  });
});

describe('notify 79: what is missing', () => {
  it('nothing set up: resend_unconfigured, with what to do', async () => {
    await using plane = await openMailPlane();
    const outcome = await (await plane.transports.of('org_red')).send(testMail());
    expect(outcome).toEqual({
      ok: false,
      retry: 'counts',
      error: expect.stringMatching(/^resend_unconfigured: Choose how mail leaves/),
    });
  });

  it.each<[Partial<MailConfig>, string]>([
    [{ resendKey: 're_1' }, 'EMAIL_FROM_ADDRESS'],
    [{ smtp: server(), fromAddress: 'a@shop.example' }, 'SMTP_PASSWORD'],
  ])('an incomplete environment names the variable %#', async (mail, variable) => {
    await using plane = await openMailPlane({ mail });
    const outcome = await (await plane.transports.of('org_red')).send(testMail());
    expect(outcome).toMatchObject({
      error: `resend_unconfigured: Set ${variable} in the environment of the server and restart it.`,
    });
  });

  it.each([
    [{ transport: 'smtp' }, /address that mails come from/],
    [{ transport: 'smtp', from_address: 'a@b.c' }, /name of the mail server/],
    [{ transport: 'smtp', from_address: 'a@b.c', smtp_host: 'h', smtp_username: 'u' }, /password/],
    [{ transport: 'resend', from_address: 'a@b.c' }, /API key/],
  ])('incomplete settings say what is missing %#', async (body, words) => {
    await using plane = await openMailPlane();
    await plane.person('org_red').post(SETTINGS, body);
    expect(await (await plane.transports.of('org_red')).send(testMail())).toMatchObject({
      error: expect.stringMatching(words),
    });
  });
});

function server(port = 25) {
  return { host: '127.0.0.1', port, security: 'none', username: 'alerts', password: undefined } as const;
}

/** The same database under a server started with other variables. */
function withEnvironment(
  { config, db, secret }: MailPlane,
  mail: Partial<MailConfig>,
): OrganizationTransports {
  const log = createLogger('silent');
  return new OrganizationTransports({ config: { mail: { ...config.mail, ...mail } }, db, secret, log });
}

describe('which transport', () => {
  it('the environment wins over settings, organisations have their own otherwise', async () => {
    await using ours = await startSmtpServer({ security: 'none' });
    await using theirs = await startSmtpServer({ security: 'none' });
    const entered = {
      transport: 'smtp',
      smtp_host: '127.0.0.1',
      smtp_security: 'none',
      from_address: 'alerts@shop.example',
    };
    const send = async (mail: Partial<MailConfig>) => {
      await using plane = await openMailPlane();
      await plane.person('org_red').post(SETTINGS, { ...entered, smtp_port: theirs.port });
      const transports = withEnvironment(plane, mail);
      return [
        await (await transports.of('org_red')).send(testMail()),
        await (await transports.of('org_blue')).send(testMail()),
      ];
    };
    expect(await send({})).toMatchObject([{ ok: true }, { ok: false }]);
    expect([ours.received.length, theirs.received.length]).toEqual([0, 1]);
    const smtp = { ...server(ours.port), username: undefined };
    expect(await send({ smtp, fromAddress: 'op@hosting.example' })).toMatchObject([
      { ok: true },
      { ok: true },
    ]);
    expect([ours.received.length, theirs.received.length]).toEqual([2, 1]);
    expect(ours.received[0]?.from).toBe('op@hosting.example');
  });

  it.each([
    [undefined, undefined, false],
    [undefined, false, false],
    [undefined, true, true],
    [false, true, false],
    [true, undefined, true],
    [true, false, true],
  ])('notify 78: EMAIL_ENABLED %s and settings %s: on is %s', async (environment, entered, on) => {
    await using plane = await openMailPlane();
    if (entered !== undefined) await plane.person('org_red').post(SETTINGS, { enabled: entered });
    const transports = withEnvironment(plane, { enabled: environment });
    expect(await transports.isOn('org_red', plane.db.read)).toBe(on);
    expect(await plane.db.write((tx) => transports.isOn('org_red', tx))).toBe(on);
  });
});
