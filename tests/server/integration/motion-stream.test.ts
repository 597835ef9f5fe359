import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StreamReader } from '../../support/live-clients.ts';
import { eventually } from '../../support/wait.ts';
import { FOREIGN, GATE, IntegrationBench, MOTION } from './integration-bench.ts';

describe('motion for Home Assistant', () => {
  let bench: IntegrationBench;
  let key: { readonly id: number; readonly key: string };
  beforeEach(async () => {
    bench = await IntegrationBench.start({ keepAliveMs: 60 });
    key = await bench.key();
  });
  afterEach(() => bench[Symbol.asyncDispose]());

  const revoke = (id = key.id) => bench.as('admin').ask('DELETE', `/api/integration/keys/${id}`);

  it('notify 19, 20, 22: the frames are exactly those of the dashboard, one line of JSON each', async () => {
    const stream = await bench.stream(key.key);
    expect([stream.status, stream.headers['content-type']]).toEqual([200, 'text/event-stream']);
    expect(stream.headers).toMatchObject({ 'cache-control': 'no-cache', 'x-accel-buffering': 'no' });
    await stream.next('connected');
    await bench.motion(GATE, 72);
    const event = {
      type: 'motion',
      camera_id: GATE,
      node_id: 'aaaaaaaa',
      score: 72,
      timestamp: bench.clock.now().toISOString(),
    };
    expect(await stream.next('motion')).toEqual(event);
    await eventually('a keep-alive', () => stream.text.includes(': keepalive\n\n'));
    const frames = stream.text.split('\n\n').filter((frame) => frame !== ': keepalive' && frame !== '');
    expect(frames).toEqual(['data: {"type":"connected","org_id":"org_1"}', `data: ${JSON.stringify(event)}`]);
  });

  it('notify 115: motion of other organizations and other kinds of news stay out', async () => {
    const stream = await bench.stream(key.key);
    await bench.motion(FOREIGN);
    bench.hub.publish({ orgId: 'org_1', audience: 'all', message: { type: 'changed', what: 'cameras' } });
    await bench.motion(GATE);
    await stream.next('motion');
    expect(stream.events().map(({ type, camera_id }) => [type, camera_id])).toEqual([
      ['connected', undefined],
      ['motion', GATE],
    ]);
  });

  it('notify 119: ten streams fill the pool of the organization, whichever key; a seat that is left is given again', async () => {
    const second = await bench.key('Second');
    const streams = await Promise.all(
      Array.from({ length: 10 }, (_, index) => bench.stream(index % 2 === 0 ? key.key : second.key)),
    );
    expect(streams.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    const refused = await bench.with(second.key).get(MOTION);
    expect([refused.status, refused.json()]).toEqual([429, { detail: expect.stringContaining('10') }]);
    const dashboard = await StreamReader.open(bench.as('member'), '/api/motion/events/stream');
    expect(dashboard.status).toBe(200);
    const foreign = await bench.key('Theirs', 'other');
    expect((await bench.stream(foreign.key)).status).toBe(200);
    await bench.motion();
    for (const stream of [...streams, dashboard]) await stream.next('motion');
    streams[0]?.leave();
    await eventually('the seat is free', () => bench.hub.count('org_1', 'integration') === 9);
    expect((await bench.stream(key.key)).status).toBe(200);
  });

  it('notify 119: a full dashboard pool leaves Home Assistant its own', async () => {
    const full = Array.from({ length: 10 }, () =>
      StreamReader.open(bench.as('member'), '/api/motion/events/stream'),
    );
    await Promise.all(full);
    expect((await bench.as('member').get('/api/motion/events/stream')).status).toBe(429);
    expect((await bench.stream(key.key)).status).toBe(200);
  });

  it('revoking a key ends its streams at once and no other', async () => {
    const second = await bench.key('Second');
    const streams = await Promise.all([1, 2, 3].map(() => bench.stream(key.key)));
    const kept = await bench.stream(second.key);
    const begun = performance.now();
    expect((await revoke()).status).toBe(200);
    await eventually('all streams end', () => streams.every(({ ended }) => ended), 2_000);
    expect(performance.now() - begun).toBeLessThan(1_000);
    expect(bench.hub.count('org_1', 'integration')).toBe(1);
    await bench.motion();
    await kept.next('motion');
    expect(streams.flatMap((stream) => stream.events()).map(({ type }) => type)).not.toContain('motion');
    expect((await bench.with(key.key).get(MOTION)).status).toBe(401);
    await revoke(second.id);
    await eventually('the other ends with its own key', () => kept.ended, 2_000);
    expect(bench.hub.count('org_1', 'integration')).toBe(0);
  });

  it('a key that is revoked while streams are being opened leaves none open', async () => {
    const opening = Array.from({ length: 10 }, () => bench.stream(key.key));
    await revoke();
    const streams = await Promise.all(opening);
    await eventually('no stream is left', () => bench.hub.count('org_1', 'integration') === 0, 2_000);
    expect(streams.every(({ status }) => status === 200 || status === 401)).toBe(true);
    await eventually('all have ended', () => streams.every(({ ended }) => ended), 2_000);
  });

  it('a key that is revoked between its check and the answer opens no stream', async () => {
    bench.afterKeyCheck = () => revoke();
    expect((await bench.with(key.key).get(MOTION)).status).toBe(401);
    expect(bench.hub.count('org_1', 'integration')).toBe(0);
  });

  it('a stopping server ends the streams', async () => {
    const stream = await bench.stream(key.key);
    await stream.next('connected');
    bench.hub.stop();
    await eventually('the stream ends', () => stream.ended, 1_000);
    expect((await bench.with(key.key).get(MOTION)).status).toBe(503);
  });
});
