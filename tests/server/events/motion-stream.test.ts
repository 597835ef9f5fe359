import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { updateMember } from '../../../server/auth/local/member-service.ts';
import type { SignedIn } from '../../../server/auth/local/session-service.ts';
import { StreamReader } from '../../support/live-clients.ts';
import { eventually } from '../../support/wait.ts';
import { LiveBench, ORG as orgId } from './live-bench.ts';

const PATH = '/api/motion/events/stream';
const CAP = 100;

describe('the motion stream', () => {
  let bench: LiveBench;
  let owner: SignedIn;
  beforeEach(async () => {
    bench = await LiveBench.start();
    owner = await bench.person();
  });
  afterEach(() => bench[Symbol.asyncDispose]());

  const open = (token = owner.token, paused = false): Promise<StreamReader> =>
    StreamReader.open(bench.client(token), PATH, { paused });

  it('notify 19, 22: headers, first frame and events are framed exactly', async () => {
    const stream = await open();
    expect(stream.status).toBe(200);
    expect(stream.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache',
      connection: 'keep-alive',
      'x-accel-buffering': 'no',
    });
    await stream.next('connected');
    expect(stream.text).toBe(`data: {"type":"connected","org_id":"${orgId}"}\n\n`);
    bench.motion(orgId, 'cam_1', 72);
    await stream.next('motion');
    expect(stream.text.slice(stream.text.indexOf('data: ', 1))).toBe(
      'data: {"type":"motion","camera_id":"cam_1","node_id":"node_1","score":72,"timestamp":"2026-03-01T12:00:00.000Z"}\n\n',
    );
  });

  it('notify 20: a comment keeps a silent stream alive, measured from the last event', async () => {
    await using quick = await LiveBench.start({ keepAliveMs: 60 });
    const stream = await StreamReader.open(quick.client((await quick.person()).token), PATH);
    await eventually('two keep-alives', () => stream.text.split(': keepalive\n\n').length > 2);
    expect(stream.text).not.toContain('event:');
    expect(stream.events().map((event) => event['type'])).toEqual(['connected']);
  });

  it('other organizations and other kinds of messages stay out', async () => {
    const stream = await open();
    await stream.next('connected');
    bench.motion('org_other', 'cam_x');
    bench.hub.publish(bench.nodeState(orgId));
    bench.motion(orgId, 'cam_1');
    await stream.next('motion');
    expect(stream.events().map((event) => event['camera_id'])).toEqual([undefined, 'cam_1']);
  });

  it('notify 18, 21: a full channel answers 429 in plain words with the number; a freed seat is given again', async () => {
    const seats = Array.from({ length: CAP }, () =>
      bench.hub.subscribe({
        orgId,
        channel: 'motion',
        isAdmin: false,
        sink: { write: () => true, end: () => undefined },
      }),
    );
    const refused = await bench.client(owner.token).get(PATH);
    expect(refused.status).toBe(429);
    expect(refused.json()).toEqual({ detail: expect.stringContaining(String(CAP)) });
    seats[0]?.end('gone');
    const stream = await open();
    expect(stream.status).toBe(200);
    expect(bench.hub.count(orgId, 'motion')).toBe(CAP);
    stream.leave();
    await eventually('the seat is free', () => bench.hub.count(orgId, 'motion') === CAP - 1);
  });

  it('notify 21: the 61st call within a minute gets the limiter body', async () => {
    const client = bench.client(owner.token);
    for (let call = 0; call < 60; call += 1) expect((await client.ask('HEAD', PATH)).status).toBe(200);
    const limited = await client.get(PATH);
    expect(limited.status).toBe(429);
    expect(limited.headers['retry-after']).toBeDefined();
    expect(limited.json()).toMatchObject({ error: 'rate_limit_exceeded', limit: '60 per 1 minute' });
    expect(bench.hub.stats().subscriber_total).toBe(0);
  });

  it('nobody without a session may listen', async () => {
    expect((await bench.client('x').get(PATH)).status).toBe(401);
  });

  it('a reader who falls behind is disconnected, counted and told; others go on', async () => {
    const slow = await open(owner.token, true);
    const quick = await open();
    await quick.next('connected');
    await bench.flood(
      orgId,
      () => bench.hub.stats().dropped > 0,
      (published) => quick.text.length > published * 65_536,
    );
    expect(bench.hub.stats()).toMatchObject({ subscriber_total: 1, dropped: 1 });
    expect(bench.logLines.join('')).toContain('too slow');
    slow.read();
    await eventually('the slow one is disconnected', () => slow.ended);
  });

  it('a signed-out person hears nothing more', async () => {
    const stream = await open();
    await stream.next('connected');
    bench.accounts.sessions.end([owner.principal.sessionId ?? 0]);
    await bench.sessions.sweep();
    await eventually('the stream ends', () => stream.ended);
    expect(stream.text.endsWith(': signed out\n\n')).toBe(true);
    expect(bench.hub.stats().subscriber_total).toBe(0);
  });

  it('a disabled account hears nothing more', async () => {
    const member = await bench.person('member');
    const stream = await open(member.token);
    await stream.next('connected');
    await updateMember(
      bench.accounts,
      { principal: owner.principal, address: '127.0.0.1' },
      member.principal.userId,
      { disabled: true },
    );
    await bench.sessions.sweep();
    await eventually('the stream ends', () => stream.ended);
  });

  it('a stopping server ends the streams at once and takes no new ones', async () => {
    const stream = await open();
    await stream.next('connected');
    bench.hub.stop();
    await eventually('the stream ends', () => stream.ended, 1000);
    expect(stream.text.endsWith(': stopping\n\n')).toBe(true);
    expect((await bench.client(owner.token).get(PATH)).status).toBe(503);
  });
});
