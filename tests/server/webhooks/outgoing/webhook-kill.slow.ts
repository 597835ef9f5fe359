import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isSignedWith, startWebhookReceiver } from '../../../support/webhook-receiver.ts';
import { WebhookBench } from './webhook-bench.ts';

const MESSAGES = 80;
const KILLS = 6;
const PROGRAM = join(import.meta.dirname, 'sender-process.ts');

it('messages survive a sender that is killed at any moment of a send: none lost, one id each', async () => {
  await using bench = await WebhookBench.start();
  await using receiver = await startWebhookReceiver();
  const { secret } = await bench.add(receiver.url);
  for (let number = 0; number < MESSAGES; number += 1) await bench.notify({ title: `m${number}` });
  const expected = new Map(bench.rows().map(({ messageId, payload }) => [messageId, payload]));
  for (let kill = 0; kill < KILLS; kill += 1) {
    const child = spawn(process.execPath, [PROGRAM, bench.dataDir, String(bench.clock.now().getTime())]);
    const gone = once(child, 'exit');
    // Before, while and after the receiver answers the second message of each run.
    let arrived = 0;
    receiver.answering = (_message, response) => {
      arrived += 1;
      if (arrived === 2 && kill % 3 === 0) child.kill('SIGKILL');
      if (arrived === 2 && kill % 3 === 1) response.writeHead(200, { 'content-length': 9 }).write('half');
      else response.writeHead(204).end();
      if (arrived === 2 && kill % 3 !== 0) setTimeout(() => child.kill('SIGKILL'), kill);
    };
    const [, signal] = (await gone) as [number | null, NodeJS.Signals | null];
    expect(signal).toBe('SIGKILL');
    bench.clock.advance(61_000);
  }
  receiver.answering = 204;
  // One turn takes at most fifty messages of an endpoint.
  for (let turn = 0; turn < 2; turn += 1) await bench.turn();
  expect(bench.rows().map(({ status }) => status)).toEqual(
    Array.from({ length: MESSAGES }, () => 'delivered'),
  );
  const sent = new Map(receiver.received.map(({ id, bytes }) => [id, bytes.toString('utf8')]));
  expect(sent).toEqual(expected);
  expect(receiver.received.every((message) => isSignedWith(message, secret))).toBe(true);
  // Each kill repeats at most the one message that was under way.
  expect(receiver.received.length - MESSAGES).toBeLessThanOrEqual(KILLS);
});
