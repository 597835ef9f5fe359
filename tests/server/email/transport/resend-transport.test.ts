import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { resendTransport } from '../../../../server/email/transport/resend-transport.ts';
import { RESEND_KEY, startResendServer } from '../../../support/resend-server.ts';
import { testMail } from './test-mail.ts';

const key = 're_Secret123';
const from = { address: 'alerts@shop.example', name: 'Corner Shop' };

interface Received {
  readonly path: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Record<string, unknown>;
}

/** Answers every call in the same way, as no real provider would. */
async function startApi(answer: (response: ServerResponse) => void) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Record<string, unknown>;
      received.push({ path: request.url, headers: request.headers, body });
      answer(response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    apiUrl: `http://127.0.0.1:${port}`,
    received,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const json =
  (status: number, body: unknown) =>
  (response: ServerResponse): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
const refusal = (statusCode: number, name: string, message = 'Not today') =>
  json(statusCode, { statusCode, name, message });

describe('mail through Resend', () => {
  it('a key that another mail has taken already loses no mail, and repeating it sends none twice', async () => {
    await using resend = await startResendServer();
    const transport = resendTransport({ apiUrl: resend.url, key: RESEND_KEY, from });
    await transport.send(testMail({ subject: 'of another installation' }));
    const first = await transport.send(testMail());
    expect(await transport.send(testMail())).toEqual(first);
    expect(first).toMatchObject({ ok: true });
    const delivered = [...resend.deliveries.values()].map(({ mail }) => mail.subject);
    expect(delivered).toEqual(['of another installation', testMail().subject]);
  });

  it('sends one recipient, both bodies, tags and the unsubscribe headers', async () => {
    await using api = await startApi(json(200, { id: 'msg-1' }));
    const outcome = await resendTransport({ apiUrl: api.apiUrl, key, from }).send(testMail());
    expect(outcome).toEqual({ ok: true, messageId: 'msg-1' });
    expect(api.received).toHaveLength(1);
    expect(api.received[0]).toMatchObject({
      path: '/emails',
      headers: { authorization: `Bearer ${key}`, 'idempotency-key': 'outbox-7' },
      body: {
        from: 'Corner Shop <alerts@shop.example>',
        to: ['mia@example.com'],
        subject: '[Sentinel] Front Door went offline',
        text: testMail().text,
        html: testMail().html,
        headers: {
          'List-Unsubscribe': '<https://cameras.example/api/notifications/email/unsubscribe?t=abc>',
          'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        },
        tags: [
          { name: 'event', value: 'camera_offline' },
          { name: 'source', value: 'command_center' },
        ],
      },
    });
  });

  it('notify 81: the idempotency key is an HTTP header and no part of the message', async () => {
    await using api = await startApi(json(200, { id: 'msg-1' }));
    await resendTransport({ apiUrl: api.apiUrl, key, from }).send(testMail());
    expect(api.received[0]?.headers['idempotency-key']).toBe('outbox-7');
    expect(JSON.stringify(api.received[0]?.body)).not.toMatch(/outbox-7|idempotency/i);
  });

  it.each([
    ['', 'alerts@shop.example'],
    ['Corner Shop', 'Corner Shop <alerts@shop.example>'],
    ['Shop, "Main"', String.raw`"Shop, \"Main\"" <alerts@shop.example>`],
  ])('sender name %j', async (name, line) => {
    await using api = await startApi(json(200, { id: 'msg-1' }));
    await resendTransport({ apiUrl: api.apiUrl, key, from: { ...from, name } }).send(testMail());
    expect(api.received[0]?.body['from']).toBe(line);
  });

  it('an id under its other name counts too', async () => {
    await using api = await startApi(json(200, { message_id: 'msg-2' }));
    const outcome = await resendTransport({ apiUrl: api.apiUrl, key, from }).send(testMail());
    expect(outcome).toEqual({ ok: true, messageId: 'msg-2' });
  });
});

describe('what Resend refuses', () => {
  it.each([{}, { id: '' }, { id: 7 }, [], null])('notify 80: %j without an id', async (body) => {
    await using api = await startApi(json(200, body));
    const outcome = await resendTransport({ apiUrl: api.apiUrl, key, from }).send(testMail());
    expect(outcome).toEqual({ ok: false, retry: 'counts', error: 'resend_no_message_id' });
  });

  it.each([
    [refusal(422, 'validation_error'), 'counts', 'validation_error: Not today'],
    [refusal(401, 'missing_api_key'), 'counts', 'missing_api_key: Not today'],
    [
      refusal(403, 'invalid_api_key', `Key ${key} is unknown`),
      'counts',
      'invalid_api_key: Key *** is unknown',
    ],
    [refusal(500, 'internal_server_error'), 'counts', 'internal_server_error: Not today'],
    [refusal(429, 'rate_limit_exceeded'), 'later', 'rate_limit_exceeded: Not today'],
    [refusal(429, 'daily_quota_exceeded'), 'later', 'daily_quota_exceeded: Not today'],
    [refusal(409, 'concurrent_idempotent_requests'), 'later', 'concurrent_idempotent_requests: Not today'],
    [refusal(409, 'invalid_idempotent_request'), 'counts', 'invalid_idempotent_request: Not today'],
    [refusal(503, 'application_error', 'two\r\nlines'), 'later', 'application_error: two lines'],
    [json(400, 'nonsense'), 'counts', 'application_error: No reason was given.'],
  ] as const)('is told in one line %#', async (answer, retry, error) => {
    await using api = await startApi(answer);
    const outcome = await resendTransport({ apiUrl: api.apiUrl, key, from }).send(testMail());
    expect(outcome).toEqual({ ok: false, retry, error });
  });

  it.each([502, 503, 504])('a proxy that answers %i with a page is asked again later', async (status) => {
    await using api = await startApi((response) => response.writeHead(status).end('<h1>Down</h1>'));
    const outcome = await resendTransport({ apiUrl: api.apiUrl, key, from }).send(testMail());
    expect(outcome).toMatchObject({ ok: false, retry: 'later' });
  });

  it('what is thrown becomes class name and message, without the key', async () => {
    const unprintable = 're_ключ';
    const outcome = await resendTransport({
      apiUrl: 'http://127.0.0.1:9',
      key: unprintable,
      from,
    }).send(testMail());
    expect(outcome).toMatchObject({
      ok: false,
      retry: 'counts',
      error: expect.stringMatching(/^TypeError: /),
    });
    expect(JSON.stringify(outcome)).not.toContain('ключ');
  });
});

describe('Resend unreachable', () => {
  it('nobody there does not count as an attempt', async () => {
    const api = await startApi(json(200, {}));
    await api[Symbol.asyncDispose]();
    const outcome = await resendTransport({ apiUrl: api.apiUrl, key, from }).send(testMail());
    expect(outcome).toMatchObject({
      ok: false,
      retry: 'later',
      error: expect.stringMatching(/^resend_unreachable: Resend \(127\.0\.0\.1:\d+\) could not be reached/),
    });
  });

  it('a connection that drops after the mail was taken does not count either', async () => {
    await using api = await startApi((response) => response.destroy());
    const outcome = await resendTransport({ apiUrl: api.apiUrl, key, from }).send(testMail());
    expect(api.received).toHaveLength(1);
    expect(outcome).toMatchObject({ ok: false, retry: 'later' });
  });

  it('ends when the server stops', async () => {
    const stop = new AbortController();
    await using api = await startApi(() => stop.abort());
    const outcome = await resendTransport({ apiUrl: api.apiUrl, key, from }).send(testMail(), stop.signal);
    expect(outcome).toEqual({ ok: false, retry: 'later', error: 'stopped: The server was stopping.' });
  });
});
