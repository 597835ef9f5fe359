import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eq, sql } from '../../../server/db/drizzle.ts';
import { mcpApiKeys } from '../../../server/db/schema/organization.ts';
import type { TestClient } from '../../support/test-client.ts';
import { eventually } from '../../support/wait.ts';
import { IntegrationBench } from './integration-bench.ts';

const KEYS = '/api/integration/keys';

describe('keys of Home Assistant', () => {
  let bench: IntegrationBench;
  let admin: TestClient;
  beforeEach(async () => {
    bench = await IntegrationBench.start();
    admin = bench.as('admin');
  });
  afterEach(() => bench[Symbol.asyncDispose]());

  const list = async (by = admin) => (await by.get(KEYS)).json<Record<string, unknown>[]>();
  const revoke = (id: number | string, by = admin) => by.ask('DELETE', `${KEYS}/${id}`);
  const status = async (key: string) => (await bench.with(key).get('/api/integration/status')).status;

  it('notify 111: a key is told once, listed without itself, and gone when revoked', async () => {
    const answer = await admin.post(KEYS);
    expect([answer.status, answer.json()]).toEqual([
      200,
      {
        id: expect.any(Number),
        name: 'Home Assistant',
        key: expect.stringMatching(/^osi_[0-9a-f]{32}$/),
        created_at: bench.clock.now().toISOString(),
        kind: 'integration',
        warning: expect.stringMatching(/./),
      },
    ]);
    const first = answer.json<{ id: number; key: string }>();
    const second = await bench.key('  Node-RED ');
    expect(await list()).toEqual([
      expect.objectContaining({ id: second.id, name: 'Node-RED' }),
      {
        id: first.id,
        name: 'Home Assistant',
        created_at: bench.clock.now().toISOString(),
        last_used_at: null,
        revoked: false,
        scope_mode: 'all',
        scope_tools: [],
        kind: 'integration',
      },
    ]);
    expect(JSON.stringify(await list())).not.toMatch(/osi_|hash/);
    expect(JSON.stringify(bench.keyRows())).not.toContain(first.key);
    for (const { id } of [first, second]) {
      const gone = await revoke(id);
      expect([gone.status, gone.json()]).toEqual([200, { success: true }]);
    }
    expect(await list()).toEqual([]);
    expect((await revoke(first.id)).status).toBe(200);
    expect((await revoke(9_999)).status).toBe(404);
  });

  it('notify 111: an empty name gets the usual one, and a long one is a 422', async () => {
    expect((await bench.key(' ')).name).toBe('Home Assistant');
    expect((await admin.post(KEYS, { name: 'x'.repeat(101) })).status).toBe(422);
    expect((await admin.post(KEYS, { name: 7 })).status).toBe(422);
  });

  it('notify 112: keys of agents and of the house never meet', async () => {
    const house = await bench.key();
    const agent = (await admin.post('/api/mcp/keys', { name: 'Scout' })).json<{ id: number; key: string }>();
    expect((await list()).map(({ id }) => id)).toEqual([house.id]);
    const agents = (await admin.get('/api/mcp/keys')).json<{ id: number }[]>();
    expect(agents.map(({ id }) => id)).toEqual([agent.id]);
    expect((await revoke(agent.id)).status).toBe(404);
    expect((await admin.ask('DELETE', `/api/mcp/keys/${house.id}`)).status).toBe(404);
    expect(bench.keyRows().map(({ revoked }) => revoked)).toEqual([false, false]);
    expect(await status(agent.key)).toBe(401);
    expect(await bench.agentKeys.authenticate(house.key)).toBeUndefined();
    expect(await status(house.key)).toBe(200);
    expect(await bench.agentKeys.authenticate(agent.key)).toBeDefined();
  });

  it('notify 113: a missing, empty, unknown or revoked key is a 401 everywhere', async () => {
    const { id, key } = await bench.key();
    await revoke(id);
    const callers = [undefined, 'Bearer ', 'Bearer', `Basic ${key}`, `Bearer ${key}`, 'Bearer osi_0', key];
    const calls = [
      ['GET', '/cameras'],
      ['GET', '/status'],
      ['GET', '/cameras/aaaaaaaa_gate/snapshot'],
      ['POST', '/cameras/aaaaaaaa_gate/recording'],
      ['GET', '/motion/stream'],
    ] as const;
    for (const authorization of callers) {
      const client = bench.as('nobody').with({ authorization: authorization ?? '' });
      for (const [method, path] of calls) {
        const answer = await client.ask(method, `/api/integration${path}`);
        expect([authorization, path, answer.status]).toEqual([authorization, path, 401]);
      }
    }
  });

  it('notify 113: people are strangers there, and keys are strangers where people sign in', async () => {
    const { key } = await bench.key();
    for (const person of ['admin', 'member'] as const) expect(await status(person)).toBe(401);
    expect((await bench.with(key).get(KEYS)).status).toBe(401);
    expect((await bench.with(key).get('/api/motion/events')).status).toBe(401);
  });

  it('the scheme is known in any case, and spaces around the key do not matter', async () => {
    const { key } = await bench.key();
    for (const scheme of ['bearer', 'BEARER', 'Bearer']) {
      const client = bench.as('nobody').with({ authorization: `${scheme}   ${key}  ` });
      expect((await client.get('/api/integration/status')).status).toBe(200);
    }
  });

  it('notify 115: another organization sees and revokes nothing', async () => {
    const { id, key } = await bench.key();
    expect(await list(bench.as('other'))).toEqual([]);
    expect((await revoke(id, bench.as('other'))).status).toBe(404);
    expect(await status(key)).toBe(200);
  });

  it('members are refused everywhere', async () => {
    const member = bench.as('member');
    expect((await member.get(KEYS)).status).toBe(403);
    expect((await member.post(KEYS, { name: 'x' })).status).toBe(403);
    expect((await revoke(1, member)).status).toBe(403);
  });

  it('making and revoking are audited once, and the making is told to administrators', async () => {
    const { id } = await bench.key('Kitchen panel');
    for (let count = 0; count < 3; count += 1) expect((await revoke(id)).status).toBe(200);
    const seen = bench
      .audit()
      .map(({ event, details, username }) => [event, JSON.parse(details ?? '{}'), username]);
    expect(seen).toEqual([
      ['integration_key_created', { key_id: id, name: 'Kitchen panel' }, 'admin@example.com'],
      ['integration_key_revoked', { key_id: id, name: 'Kitchen panel' }, 'admin@example.com'],
    ]);
    const [notice, ...others] = bench.inbox();
    expect(others).toEqual([]);
    expect(notice).toMatchObject({
      kind: 'integration_key_created',
      audience: 'admin',
      title: expect.stringContaining('Kitchen panel'),
      link: '/integrations',
    });
    expect(JSON.parse(notice?.metaJson ?? '{}')).toMatchObject({ key_id: id, key_name: 'Kitchen panel' });
  });

  it('a notification that fails costs the key nothing', async () => {
    await bench.db.write(async (tx) => {
      tx.run(
        sql`CREATE TRIGGER broken BEFORE INSERT ON notifications BEGIN SELECT RAISE(ABORT, 'broken'); END`,
      );
    });
    const { key } = await bench.key();
    expect(await status(key)).toBe(200);
    expect(bench.audit()).toHaveLength(1);
    expect(bench.inbox()).toEqual([]);
  });

  it('the last use is stored once a minute', async () => {
    const { id, key } = await bench.key();
    const used = () =>
      bench
        .keyRows()
        .find((row) => row.id === id)
        ?.lastUsedAt?.toISOString();
    const first = bench.clock.now().toISOString();
    await status(key);
    await eventually('the use is stored', () => used() === first);
    expect((await list())[0]?.['last_used_at']).toBe(first);
    bench.clock.advance(59_000);
    await status(key);
    // Writes are done one after the other: after this one, an earlier one would be there.
    await bench.db.write(async () => undefined);
    expect(used()).toBe(first);
    bench.clock.advance(1_000);
    await status(key);
    await eventually('the later use is stored', () => used() === bench.clock.now().toISOString());
  });

  it('a use that cannot be stored is no reason to refuse', async () => {
    const { key } = await bench.key();
    await bench.db.write(async (tx) => {
      tx.run(sql`CREATE TRIGGER full BEFORE UPDATE ON mcp_api_keys BEGIN SELECT RAISE(ABORT, 'full'); END`);
    });
    for (let count = 0; count < 3; count += 1) expect(await status(key)).toBe(200);
    await eventually('it is logged', () => bench.logLines.join('').includes('last use'));
    expect(bench.logLines.filter((line) => line.includes('last use'))).toHaveLength(1);
  });

  it('a key that vanishes without being revoked is refused at once, and its streams end with the next look', async () => {
    const { id, key } = await bench.key();
    const other = await bench.key('Other');
    const [stream, kept] = [await bench.stream(key), await bench.stream(other.key)];
    await bench.db.write(async (tx) => {
      tx.delete(mcpApiKeys).where(eq(mcpApiKeys.id, id)).run();
    });
    expect(await status(key)).toBe(401);
    await bench.keys.sweep();
    await eventually('the stream ends', () => stream.ended, 2_000);
    expect(kept.ended).toBe(false);
  });

  it('the eleventh key within an hour and the 31st revocation are 429', async () => {
    for (let count = 0; count < 10; count += 1) await bench.key();
    const eleventh = await admin.post(KEYS, {});
    expect(eleventh.status).toBe(429);
    expect(eleventh.json()).toMatchObject({ error: 'rate_limit_exceeded' });
    for (let count = 0; count < 30; count += 1) expect((await revoke(1)).status).toBe(200);
    expect((await revoke(1)).status).toBe(429);
  });
});
