import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bearer, McpBench, message, type RpcAnswer } from './mcp-bench.ts';

const METHODS = ['initialize', 'ping', 'tools/list', 'tools/call', 'resources/list', 'no/such'];

describe('who may talk to POST /mcp', () => {
  let bench: McpBench;
  beforeEach(async () => {
    bench = await McpBench.start();
  });
  afterEach(() => bench[Symbol.asyncDispose]());

  const refusalText = async (headers: Readonly<Record<string, string>>, method = 'tools/list') => {
    const answer = await bench.post(message(method, { name: 'list_cameras' }), headers);
    expect([answer.status, answer.headers['www-authenticate']]).toEqual([401, 'Bearer']);
    const body = answer.json<RpcAnswer>();
    expect(body).toEqual({
      jsonrpc: '2.0',
      id: null,
      error: { code: expect.any(Number), message: expect.any(String) },
    });
    expect(answer.text).not.toContain('list_cameras');
    return body.error?.message ?? '';
  };

  it('ai-mcp 8, 19: unknown, revoked, expired and osi_ keys share one text on every method; missing and empty have their own', async () => {
    const past = new Date(bench.clock.now().getTime() - 1);
    const bad = [
      'osc_00000000000000000000000000000000',
      await bench.key({ revoked: true }),
      await bench.key({ expiresAt: past }),
      await bench.key({ expiresAt: bench.clock.now() }),
      await bench.key({ kind: 'integration' }),
      "' OR 1=1 --",
    ];
    const texts = new Set<string>();
    for (const method of METHODS) for (const key of bad) texts.add(await refusalText(bearer(key), method));
    expect(texts.size).toBe(1);
    const missing = await refusalText({});
    expect(await refusalText({ authorization: 'Basic b3NjOg==' })).toBe(missing);
    expect(await refusalText({ authorization: 'Bearerosc_1' })).toBe(missing);
    const empty = await refusalText({ authorization: 'Bearer ' });
    expect(new Set([...texts, missing, empty]).size).toBe(3);
    expect(bench.probe.calls).toEqual([]);
    expect(bench.recorded).toEqual([]);
  });

  it('ai-mcp 9: the scheme counts in any case and the key is trimmed', async () => {
    const key = await bench.key();
    for (const authorization of [`bearer ${key}`, `BEARER   ${key}  `]) {
      expect((await bench.post(message('ping'), { authorization })).status).toBe(200);
    }
  });

  it('ai-mcp 9: an agent may call this server by any name, with the scheme in any case', async () => {
    const key = await bench.key();
    const headers = { authorization: `bearer ${key}`, host: 'cameras.example' };
    expect((await bench.post(message('ping'), headers)).status).toBe(200);
    expect(await refusalText({ host: 'cameras.example', cookie: 'sentinel_session=x' })).toContain('key');
    expect((await bench.get('/mcp', { headers: { host: 'cameras.example' } })).status).toBe(421);
  });

  it('the session of a person is no credential here', async () => {
    const admin = await bench.person();
    expect((await admin.get('/api/mcp/keys')).status).toBe(200);
    await refusalText({ cookie: admin.headers['cookie'] ?? '' });
    const token = (admin.headers['cookie'] ?? '').split('=')[1] ?? '';
    await refusalText(bearer(token));
  });

  it('a key ends with its next call when it is revoked or expires', async () => {
    const key = await bench.key({ expiresAt: new Date(bench.clock.now().getTime() + 60_000) });
    expect((await bench.post(message('ping'), bearer(key))).status).toBe(200);
    bench.clock.advance(60_000);
    await refusalText(bearer(key));
    await bench.setKeys({ expiresAt: null });
    expect((await bench.post(message('ping'), bearer(key))).status).toBe(200);
    await bench.setKeys({ revoked: true });
    await refusalText(bearer(key));
  });

  it('ai-mcp 15: the 601st POST of a minute from one address is a 429, with or without key', async () => {
    const key = await bench.key();
    for (let round = 0; round < 30; round += 1) {
      const sent = Array.from({ length: 20 }, () => bench.post(message('ping')));
      for (const answer of await Promise.all(sent)) expect(answer.status).toBe(401);
    }
    const refused = await bench.post(message('ping'), bearer(key));
    expect([refused.status, refused.headers['retry-after']]).toEqual([429, '60']);
    expect(refused.json()).toEqual({ error: expect.any(String) });
    const other = { ...bearer(key), 'x-forwarded-for': '203.0.113.9' };
    expect((await bench.post(message('ping'), other)).status).toBe(200);
    bench.clock.advance(60_000);
    expect((await bench.post(message('ping'), bearer(key))).status).toBe(200);
  });
});
