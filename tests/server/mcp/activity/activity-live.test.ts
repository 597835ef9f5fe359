import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toolCallMessage } from '../../../../server/contract/dashboard-events.ts';
import { StreamReader } from '../../../support/live-clients.ts';
import { eventually } from '../../../support/wait.ts';
import { openActivityBench, type ActivityBench } from './activity-bench.ts';

const LIVE = '/api/mcp/activity';

let bench: ActivityBench;
beforeEach(async () => {
  bench = await openActivityBench();
});
afterEach(() => bench[Symbol.asyncDispose]());

describe('the live view of agents', () => {
  it('ai-mcp 54: 30 s ago is active, 200 s idle, 400 s absent; keys of one name are one session', async () => {
    bench.call({ keyName: 'gone' });
    bench.clock.advance(200_000);
    bench.call({ keyName: 'idle' });
    bench.clock.advance(170_000);
    bench.call({ keyName: 'active' });
    bench.call({ keyName: 'active' });
    bench.call({ keyName: 'theirs', orgId: 'org_blue' });
    bench.clock.advance(30_000);
    const now = bench.clock.now().getTime() / 1000;
    expect((await bench.person('org_red').get(`${LIVE}/sessions`)).json()).toEqual([
      { key_name: 'active', last_active: now - 30, last_active_ago: 30, call_count: 2, status: 'active' },
      { key_name: 'idle', last_active: now - 200, last_active_ago: 200, call_count: 1, status: 'idle' },
    ]);
    expect((await bench.person('org_red').get(`${LIVE}/stats`)).json()).toMatchObject({ active_clients: 2 });
  });

  it('ai-mcp 54: the limits are 60 and 300 seconds', async () => {
    bench.call();
    const status = async () => {
      const answer = await bench.person('org_red').get(`${LIVE}/sessions`);
      return answer.json<{ status: string }[]>().map((session) => session.status);
    };
    bench.clock.advance(59_999);
    expect(await status()).toEqual(['active']);
    bench.clock.advance(1);
    expect(await status()).toEqual(['idle']);
    bench.clock.advance(239_999);
    expect(await status()).toEqual(['idle']);
    bench.clock.advance(1);
    expect(await status()).toEqual([]);
  });

  it('ai-mcp 55: recent calls come oldest first, the last ones, of nobody else; 501 is too many', async () => {
    for (let n = 0; n < 60; n += 1) bench.call({ args: { n } });
    bench.call({ orgId: 'org_blue', args: { theirs: true } });
    const get = async (query: string) => (await bench.person('org_red').get(`${LIVE}/recent${query}`)).json();
    const ns = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, index) => ({ args_summary: `n=${from + index}` }));
    expect(await get('')).toMatchObject(ns(10, 60));
    expect(await get('?limit=2')).toMatchObject(ns(58, 60));
    expect(await get('?limit=500')).toMatchObject(ns(0, 60));
    for (const limit of ['501', '0', '-1', 'x']) {
      expect((await bench.person('org_red').get(`${LIVE}/recent?limit=${limit}`)).status).toBe(422);
    }
  });

  it('an event has the declared fields, absent ones left out', async () => {
    bench.call();
    bench.call({ toolName: 'get_camera', args: { camera_id: 'c' }, error: 'No.' });
    const answer = await bench.person('org_red').get(`${LIVE}/recent`);
    expect(answer.json()).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f]{8}$/),
        timestamp: 1_772_366_400,
        tool_name: 'list_cameras',
        org_id: 'org_red',
        key_name: 'Night watch',
        status: 'completed',
        duration_ms: 12,
      },
      expect.objectContaining({ status: 'error', args_summary: 'camera_id=c', error: 'No.' }),
    ]);
  });

  it('ai-mcp D4: the six numbers and what they are made of', async () => {
    bench.call();
    bench.clock.advance(120_000);
    bench.call({ error: 'No.' });
    bench.call({ toolName: 'get_camera', keyName: 'Day watch' });
    bench.call({ orgId: 'org_blue' });
    expect((await bench.person('org_red').get(`${LIVE}/stats`)).json()).toEqual({
      total_calls: 3,
      calls_per_min: 2,
      calls_5m: 3,
      error_count: 1,
      active_clients: 2,
      recent_event_count: 3,
      by_tool: [
        { tool_name: 'list_cameras', count: 2 },
        { tool_name: 'get_camera', count: 1 },
      ],
      by_key: [
        { key_name: 'Night watch', count: 2 },
        { key_name: 'Day watch', count: 1 },
      ],
      by_minute: expect.any(Array),
    });
    expect((await bench.person('org_new').get(`${LIVE}/stats`)).json()).toMatchObject({
      total_calls: 0,
      by_tool: [],
    });
  });

  it.each(['stream', 'recent', 'sessions', 'stats', 'logs', 'logs/stats'])(
    '%s is for administrators only',
    async (name) => {
      expect((await bench.person('org_red', 'member').get(`${LIVE}/${name}`)).status).toBe(403);
      expect((await bench.anonymous.get(`${LIVE}/${name}`)).status).toBe(401);
    },
  );
});

describe('the stream of calls', () => {
  const open = async (orgId: string): Promise<StreamReader> => {
    const stream = await StreamReader.open(bench.person(orgId), `${LIVE}/stream`);
    await stream.next('connected');
    return stream;
  };

  it('ai-mcp 56: the first frame says connected, then each call is one; other organisations stay out', async () => {
    const stream = await open('org_red');
    expect(stream.text.replaceAll(': keepalive\n\n', '')).toBe(
      'data: {"type":"connected","org_id":"org_red"}\n\n',
    );
    bench.call({ orgId: 'org_blue' });
    bench.call({ args: { text: 'a\nb' } });
    const told = await stream.next('tool_call');
    expect(toolCallMessage.parse(told)).toEqual(told);
    expect(told).toMatchObject({ org_id: 'org_red', args_summary: 'text=a b' });
    expect(stream.events()).toHaveLength(2);
    await eventually('a comment in the silence', () => stream.text.includes(': keepalive\n\n'));
    expect(bench.published.every(({ audience }) => audience === 'admin')).toBe(true);
  });

  it('ai-mcp 56: a full plan is refused plainly with its number, other channels not counted', async () => {
    const silent = { write: () => true, end: () => undefined };
    const seat = (channel: 'mcp' | 'motion') =>
      bench.hub.subscribe({ orgId: 'org_red', channel, isAdmin: true, sink: silent });
    for (let n = 0; n < 10; n += 1) seat('motion');
    for (let n = 0; n < 10; n += 1) seat('mcp');
    const refused = await bench.person('org_red').get(`${LIVE}/stream`);
    expect([refused.status, refused.json()]).toEqual([429, { detail: expect.stringContaining('10') }]);
    expect((await bench.person('org_red', 'admin', 'pro').get(`${LIVE}/stream`)).status).toBe(200);
    expect((await bench.person('org_blue').get(`${LIVE}/stream`)).status).toBe(200);
  });

  it('ai-mcp 56: the 61st connect within a minute gets the limiter body', async () => {
    for (let n = 0; n < 60; n += 1) {
      expect((await bench.person('org_red', 'admin', 'pro_plus').get(`${LIVE}/stream`)).status).toBe(200);
    }
    const refused = await bench.person('org_red', 'admin', 'pro_plus').get(`${LIVE}/stream`);
    expect(refused.status).toBe(429);
    expect(refused.json()).toMatchObject({ error: 'rate_limit_exceeded', limit: '60 per 1 minute' });
  });
});
