import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SmtpServer } from '../../../../server/config/config.ts';
import type { Mail, SendOutcome } from '../../../../server/email/mail.ts';
import { smtpTransport } from '../../../../server/email/transport/smtp-transport.ts';
import { selfSignedCertificate } from '../../../support/self-signed-certificate.ts';
import { headerOf, startSmtpServer, type TestSmtpServer } from '../../../support/smtp-server.ts';
import { testMail } from './test-mail.ts';

const from = { address: 'alerts@shop.example', name: 'Corner Shop, cameras' };
const account = { username: 'alerts@shop.example', password: 'Tr0ub4dor&3' };
const trusted = selfSignedCertificate('localhost');
const standardAuthorities = getCACertificates('default');

beforeAll(() => setDefaultCACertificates([...standardAuthorities, trusted.cert]));
afterAll(() => setDefaultCACertificates(standardAuthorities));

function send(
  server: Pick<TestSmtpServer, 'port'>,
  settings: Partial<SmtpServer> = {},
  mail: Mail = testMail(),
): Promise<SendOutcome> {
  const plain = { host: 'localhost', security: 'none', username: undefined, password: undefined } as const;
  return smtpTransport({ server: { ...plain, port: server.port, ...settings }, from }).send(mail);
}

function failureOf(outcome: SendOutcome): { error: string; retry: string } {
  if (outcome.ok) throw new Error('The mail was taken');
  return outcome;
}

describe('SMTP without encryption', () => {
  it('hands a mail over with both bodies, its sender and the unsubscribe headers', async () => {
    await using server = await startSmtpServer({ security: 'none' });
    const outcome = await send(server);
    expect(outcome).toEqual({ ok: true, messageId: expect.stringMatching(/^<[0-9a-f]{40}@shop\.example>$/) });
    const [mail] = server.received;
    if (mail === undefined) throw new Error('nothing arrived');
    expect(mail).toMatchObject({
      from: from.address,
      to: ['mia@example.com'],
      secure: false,
      user: undefined,
    });
    expect(headerOf(mail, 'From')).toBe('"Corner Shop, cameras" <alerts@shop.example>');
    expect(headerOf(mail, 'Subject')).toBe('[Sentinel] Front Door went offline');
    expect(headerOf(mail, 'List-Unsubscribe')).toBe(
      '<https://cameras.example/api/notifications/email/unsubscribe?t=abc>',
    );
    expect(headerOf(mail, 'List-Unsubscribe-Post')).toBe('List-Unsubscribe=One-Click');
    expect(headerOf(mail, 'Auto-Submitted')).toBe('auto-generated');
    expect(headerOf(mail, 'Content-Type')).toMatch(/^multipart\/alternative/);
    expect(mail.source).toContain('<p>The camera has been silent.</p>');
  });

  it('notify 81: the idempotency key stands in no header; the Message-ID is the same for each attempt', async () => {
    await using server = await startSmtpServer({ security: 'none' });
    await send(server);
    await send(server);
    await send(server, {}, testMail({ idempotencyKey: 'outbox-8' }));
    const [first, again, other] = server.received.map((mail) => headerOf(mail, 'Message-ID'));
    expect(first).toMatch(/^<.+@shop\.example>$/);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
    expect(server.received.filter(({ source }) => source.includes('outbox-'))).toEqual([]);
  });

  it('a mail without an unsubscribe link has no such header', async () => {
    await using server = await startSmtpServer({ security: 'none' });
    await send(server, {}, testMail({ unsubscribeUrl: undefined }));
    expect(server.received.map((mail) => headerOf(mail, 'List-Unsubscribe'))).toEqual([undefined]);
  });

  it('line ends in the subject add no header, those in an address no recipient', async () => {
    await using server = await startSmtpServer({ security: 'none' });
    await send(server, {}, testMail({ subject: 'Hello\r\nBcc: evil@example.com' }));
    await send(server, {}, testMail({ to: 'mia@example.com>\r\nRCPT TO:<evil@example.com' }));
    expect(server.received.map((mail) => headerOf(mail, 'Bcc'))[0]).toBeUndefined();
    expect(server.received.length).toBeGreaterThanOrEqual(1);
    expect(server.received.flatMap(({ to }) => to)).not.toContain('evil@example.com');
  });
});

describe('SMTP with encryption', () => {
  it('STARTTLS signs in and sends within the encrypted connection', async () => {
    await using server = await startSmtpServer({ security: 'starttls', certificate: trusted, account });
    const outcome = await send(server, { security: 'starttls', ...account });
    expect(outcome).toMatchObject({ ok: true });
    expect(server.received).toMatchObject([{ secure: true, user: account.username }]);
  });

  it('TLS from the start signs in and sends', async () => {
    await using server = await startSmtpServer({ security: 'tls', certificate: trusted, account });
    expect(await send(server, { security: 'tls', ...account })).toMatchObject({ ok: true });
    expect(server.received).toMatchObject([{ secure: true, user: account.username }]);
  });

  it('a server without STARTTLS gets neither password nor mail', async () => {
    await using server = await startSmtpServer({ security: 'none', account });
    const { error, retry } = failureOf(await send(server, { security: 'starttls', ...account }));
    expect(retry).toBe('later');
    expect(error).toMatch(/^smtp_encryption: .*offers no encryption with STARTTLS/);
    expect(server.received).toEqual([]);
  });

  it('TLS on a port that wants STARTTLS says so', async () => {
    await using server = await startSmtpServer({ security: 'starttls', certificate: trusted });
    const { error } = failureOf(await send(server, { security: 'tls' }));
    expect(error).toMatch(/^smtp_encryption: .*Choose STARTTLS/);
  });

  it.each(['starttls', 'tls'] as const)(
    '%s: a certificate nobody vouches for is refused',
    async (security) => {
      await using server = await startSmtpServer({
        security,
        certificate: selfSignedCertificate('localhost'),
      });
      const { error, retry } = failureOf(await send(server, { security, ...account }));
      expect(error).toMatch(/^smtp_certificate: The certificate of the mail server .*cannot be trusted/);
      expect(retry).toBe('later');
      expect(server.received).toEqual([]);
    },
  );

  it('a certificate for another name is refused', async () => {
    const other = selfSignedCertificate('mail.other.example');
    setDefaultCACertificates([...standardAuthorities, trusted.cert, other.cert]);
    await using server = await startSmtpServer({ security: 'tls', certificate: other });
    const { error } = failureOf(await send(server, { security: 'tls' }));
    expect(error).toMatch(/^smtp_certificate: .*ERR_TLS_CERT_ALTNAME_INVALID/);
  });
});

describe('SMTP refusals', () => {
  it('a wrong password is said in words and shown to nobody', async () => {
    await using server = await startSmtpServer({ security: 'starttls', certificate: trusted, account });
    const password = 'not-the-password';
    const { error, retry } = failureOf(await send(server, { security: 'starttls', ...account, password }));
    expect(retry).toBe('counts');
    expect(error).toMatch(/^smtp_login_refused: The mail server refused the user name or the password\./);
    expect(error).toContain('5.7.8');
    expect(error).not.toContain(password);
    expect(error).not.toContain(Buffer.from(password).toString('base64'));
  });

  it('a server that repeats the password in its answer does not spread it', async () => {
    await using server = await startSmtpServer({ security: 'none', account });
    server.refuse('sender', [550, `Go away, ${account.password}`]);
    const { error } = failureOf(await send(server, account));
    expect(error).toContain('Go away, ***');
    expect(error).not.toContain(account.password);
  });

  it('a server that wants a sign-in says so when none is set', async () => {
    await using server = await startSmtpServer({ security: 'none', account });
    const { error, retry } = failureOf(await send(server));
    expect([error, retry]).toEqual([expect.stringMatching(/^smtp_login_needed: /), 'counts']);
  });

  it.each([
    ['sender', 553, 'counts', /^smtp_sender_refused: /],
    ['recipient', 550, 'counts', /^smtp_recipient_refused: /],
    ['data', 554, 'counts', /^smtp_refused: /],
    ['recipient', 451, 'later', /^smtp_not_now: /],
    ['data', 452, 'later', /^smtp_not_now: /],
    ['connect', 421, 'later', /^smtp_not_now: /],
  ] as const)('%s answered with %i: %s', async (stage, code, retry, words) => {
    await using server = await startSmtpServer({ security: 'none' });
    server.refuse(stage, [code, 'because I say so']);
    const failed = failureOf(await send(server));
    expect(failed).toMatchObject({ retry, error: expect.stringMatching(words) });
    expect(failed.error).toContain('because I say so');
    expect(failed.error).not.toMatch(/[\r\n]/);
  });
});

describe('SMTP unreachable', () => {
  it('nobody listens: later, in words, with host and port', async () => {
    const server = await startSmtpServer({ security: 'none' });
    await server[Symbol.asyncDispose]();
    const { error, retry } = failureOf(await send(server, { host: '127.0.0.1' }));
    expect(retry).toBe('later');
    expect(error).toMatch(
      new RegExp(
        `^smtp_unreachable: The mail server \\(127\\.0\\.0\\.1, port ${server.port}\\).*ECONNREFUSED`,
      ),
    );
  });

  it('an aborted send ends at once and does not count', async () => {
    await using server = await startSmtpServer({ security: 'none' });
    const options = { host: 'localhost', port: server.port, security: 'none' } as const;
    const transport = smtpTransport({
      server: { ...options, username: undefined, password: undefined },
      from,
    });
    const outcome = await transport.send(testMail(), AbortSignal.abort());
    expect(outcome).toEqual({ ok: false, retry: 'later', error: 'stopped: The server was stopping.' });
    expect(server.received).toEqual([]);
  });
});
