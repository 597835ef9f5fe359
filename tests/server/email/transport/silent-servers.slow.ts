import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { AwakeTime } from '../../../support/awake-time.ts';
import { resendTransport } from '../../../../server/email/transport/resend-transport.ts';
import { smtpTransport } from '../../../../server/email/transport/smtp-transport.ts';
import { testMail } from './test-mail.ts';

/** Takes connections and never says a word. */
async function startSilence() {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

it('servers that accept and stay silent are given up after 15 s at most, without counting', async () => {
  await using silence = await startSilence();
  const from = { address: 'alerts@shop.example', name: '' };
  // Loading what sends is no wait for a server.
  await Promise.all([import('resend'), import('nodemailer')]);
  using awake = new AwakeTime();
  const outcomes = await Promise.all([
    resendTransport({ apiUrl: `http://127.0.0.1:${silence.port}`, key: 're_1', from }).send(testMail()),
    smtpTransport({
      from,
      server: {
        host: '127.0.0.1',
        port: silence.port,
        security: 'none',
        username: undefined,
        password: undefined,
      },
    }).send(testMail()),
  ]);
  expect(awake.ms).toBeLessThan(16_500);
  expect(outcomes).toEqual([
    { ok: false, retry: 'later', error: 'resend_timeout: Resend did not answer within 15 seconds.' },
    { ok: false, retry: 'later', error: expect.stringMatching(/^smtp_timeout: .*did not answer in time/) },
  ]);
});
