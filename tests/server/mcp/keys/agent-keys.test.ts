import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditLog } from '../../../../server/db/schema/logs.ts';
import { notifications } from '../../../../server/db/schema/notifications.ts';
import type { Answer, TestClient } from '../../../support/test-client.ts';
import { McpBench, ORG } from '../endpoint/mcp-bench.ts';

interface Created {
  readonly id: number;
  readonly name: string;
  readonly key: string;
  readonly scope_mode: string;
  readonly scope_tools: readonly string[];
  readonly [field: string]: unknown;
}

describe('keys of agents', () => {
  let bench: McpBench;
  let admin: TestClient;
  beforeEach(async () => {
    bench = await McpBench.start();
    admin = await bench.person();
  });
  afterEach(() => bench[Symbol.asyncDispose]());

  const ask = (body: unknown): Promise<Answer> => admin.post('/api/mcp/keys', body);
  const create = async (body: unknown): Promise<Created> => {
    const answer = await ask(body);
    if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
    return answer.json<Created>();
  };
  const list = async () => (await admin.get('/api/mcp/keys')).json<Record<string, unknown>[]>();
  const revoke = (id: number | string) => admin.ask('DELETE', `/api/mcp/keys/${id}`);
  const audits = () => bench.db.read.select().from(auditLog).orderBy(auditLog.id).all();
  const notices = () => bench.db.read.select().from(notifications).orderBy(notifications.id).all();
  const refused = async (body: unknown): Promise<[number, string]> => {
    const answer = await ask(body);
    return [answer.status, answer.text];
  };

  it('ai-mcp 47: a key is told once, listed without itself, and gone from the list when revoked', async () => {
    const created = await create({ name: 'Scout' });
    expect(created).toEqual({
      id: expect.any(Number),
      name: 'Scout',
      key: expect.stringMatching(/^osc_[0-9a-f]{32}$/),
      created_at: bench.clock.now().toISOString(),
      expires_at: null,
      scope_mode: 'all',
      scope_tools: [],
      camera_scope: null,
      warning: expect.stringMatching(/./),
    });
    const second = await create({});
    expect(second.name).toBe('Default');
    const { key: _key, warning: _warning, ...listed } = created;
    const keys = await list();
    expect(keys.map(({ id }) => id)).toEqual([second.id, created.id]);
    expect(keys[1]).toEqual({ ...listed, last_used_at: null, revoked: false, kind: 'mcp' });
    expect(JSON.stringify(keys)).not.toMatch(/key_hash|osc_/);
    expect(await bench.toolNames(created.key)).toHaveLength(23);
    const answer = await revoke(created.id);
    expect([answer.status, answer.json()]).toEqual([200, { success: true, revoked: created.id }]);
    expect((await list()).map(({ id }) => id)).toEqual([second.id]);
    await expect(bench.toolNames(created.key)).rejects.toThrow('401');
    expect((await revoke(999)).status).toBe(404);
    expect((await revoke('x')).status).toBe(422);
  });

  it('ai-mcp 48: both spellings make the same key, and disagreeing ones none', async () => {
    const snake = await create({ name: 'a', scope_mode: 'custom', scope_tools: ['get_node'] });
    const camel = await create({ name: 'b', scopeMode: 'custom', scopeTools: ['get_node'] });
    expect([camel.scope_mode, camel.scope_tools]).toEqual([snake.scope_mode, snake.scope_tools]);
    for (const body of [{ scope_mode: 'readonly' }, { scopeMode: 'readonly' }]) {
      expect(await bench.toolNames((await create({ name: 'r', ...body })).key)).toHaveLength(16);
    }
    expect((await ask({ name: 'x', scopeMode: 'readonly', scope_mode: 'all' })).status).toBe(422);
  });

  it('ai-mcp 49: custom needs known tools; all drops any list', async () => {
    for (const body of [
      { scopeMode: 'custom' },
      { scopeMode: 'custom', scopeTools: [] },
      { scopeMode: 'custom', scopeTools: [' ', ''] },
    ]) {
      expect(await refused({ name: 'x', ...body })).toEqual([400, expect.stringContaining('scope_tools')]);
    }
    const unknown = { name: 'x', scope_mode: 'custom', scope_tools: ['get_node', 'open_door', 'wipe'] };
    expect(await refused(unknown)).toEqual([400, expect.stringMatching(/open_door, wipe/)]);
    const all = await create({ name: 'x', scope_mode: 'all', scope_tools: ['open_door'] });
    expect(all.scope_tools).toEqual([]);
    const tidy = [' get_node', 'list_nodes', 'get_node', ''];
    expect((await create({ name: 'x', scopeMode: 'custom', scopeTools: tidy })).scope_tools).toEqual([
      'get_node',
      'list_nodes',
    ]);
  });

  it('ai-mcp 49: a bad mode, a long name or no body at all is a 422', async () => {
    for (const body of [
      { scopeMode: 'everything' },
      { scope_mode: 'ALL' },
      { name: 'x'.repeat(101) },
      undefined,
      '',
    ]) {
      expect((await ask(body)).status).toBe(422);
    }
    expect((await create({ name: '' })).name).toBe('');
    expect(bench.keyRows()).toHaveLength(1);
  });

  it('ai-mcp 50: past due, no key can be made; listing and revoking go on', async () => {
    const { id } = await create({ name: 'Scout' });
    await bench.setting('payment_past_due', 'true');
    expect(await refused({ name: 'x' })).toEqual([402, expect.stringContaining('past due')]);
    expect(await list()).toHaveLength(1);
    expect((await revoke(id)).status).toBe(200);
  });

  it('ai-mcp 51: making and revoking are audited and told to administrators once', async () => {
    const { id } = await create({ name: 'Scout', scopeMode: 'custom', scopeTools: ['get_node'] });
    for (let count = 0; count < 3; count += 1) expect((await revoke(id)).status).toBe(200);
    expect(audits().map(({ event, details }) => [event, JSON.parse(details ?? '{}')])).toEqual([
      ['mcp_key_created', { key_id: id, name: 'Scout', scope_mode: 'custom', scope_tool_count: 1 }],
      ['mcp_key_revoked', { key_id: id, name: 'Scout' }],
    ]);
    expect(audits()[0]?.ipAddress).toBe('127.0.0.1');
    const [made, ended] = notices();
    expect(notices()).toHaveLength(2);
    expect(made).toMatchObject({
      kind: 'mcp_key_created',
      audience: 'admin',
      severity: 'warning',
      link: '/mcp',
    });
    expect(made?.title).toContain('Scout');
    expect(made?.body).toContain('1 tool: get_node');
    expect(JSON.parse(made?.metaJson ?? '{}')).toMatchObject({
      key_id: id,
      key_name: 'Scout',
      scope_mode: 'custom',
    });
    expect(ended).toMatchObject({ kind: 'mcp_key_revoked', audience: 'admin', severity: 'info' });
  });

  it('ai-mcp 51: a notification that fails costs neither', async () => {
    await bench.breakInbox();
    const { id } = await create({ name: 'Scout' });
    expect((await revoke(id)).status).toBe(200);
    expect(audits()).toHaveLength(2);
  });

  it('ai-mcp 52: keys of Home Assistant do not exist here, nor those of others', async () => {
    await bench.key({ kind: 'integration', name: 'Home Assistant' });
    await bench.key({ orgId: 'org_2', name: 'Theirs' });
    expect(await list()).toEqual([]);
    for (const { id } of bench.keyRows()) expect((await revoke(id)).status).toBe(404);
    expect(bench.keyRows().filter(({ revoked }) => revoked)).toEqual([]);
  });

  it('ai-mcp 53: members are refused everywhere', async () => {
    const member = await bench.person('member');
    expect((await member.get('/api/mcp/keys')).status).toBe(403);
    expect((await member.post('/api/mcp/keys', { name: 'x' })).status).toBe(403);
    expect((await member.ask('DELETE', '/api/mcp/keys/1')).status).toBe(403);
    expect((await member.get('/api/mcp/tools')).status).toBe(403);
  });

  it('ai-mcp 5: the catalogue names all tools by kind, sorted', async () => {
    const { read, write, total } = (await admin.get('/api/mcp/tools')).json<{
      readonly read: readonly { readonly name: string }[];
      readonly write: readonly { readonly name: string }[];
      readonly total: number;
    }>();
    expect([read.length, write.length, total]).toEqual([16, 7, 23]);
    const names = read.map(({ name }) => name);
    expect(names).toEqual(names.toSorted());
    expect(write[0]).toEqual({
      name: 'add_observation',
      title: expect.any(String),
      description: expect.any(String),
      category: 'camera',
    });
  });

  it('a key may be limited to cameras and groups the organization has', async () => {
    const group = await bench.addGroup('Outside');
    await bench.addCamera('cam_1', group);
    await bench.addCamera('cam_2');
    await bench.addCamera('cam_theirs', null, 'org_2');
    const foreign = await bench.addGroup('Theirs', 'org_2');
    const scope = { cameras: ['cam_2', 'cam_2'], groups: [group] };
    const { key, camera_scope } = await create({ name: 'Yard', cameraScope: scope });
    expect(camera_scope).toEqual({ cameras: ['cam_2'], groups: [group] });
    const { structuredContent } = await bench.call(key, 'list_cameras');
    expect(structuredContent?.['result']).toMatchObject([{ camera_id: 'cam_1' }, { camera_id: 'cam_2' }]);
    expect(notices()[0]?.body).toContain('only 1 camera and 1 camera group');
    for (const bad of [
      { cameras: ['cam_theirs'] },
      { cameras: ['cam_1', 'cam_none'] },
      { groups: [foreign] },
      { groups: [999] },
      {},
    ]) {
      const [status, text] = await refused({ name: 'x', camera_scope: bad });
      expect([status, text]).toEqual([400, expect.stringContaining('camera_scope')]);
      expect(text).not.toMatch(/cam_theirs|cam_none/);
    }
  });

  it('a key may end by itself; it then stays in the list', async () => {
    const { key, expires_at } = await create({ name: 'Visitor', expiresInDays: 1 });
    expect(expires_at).toBe(new Date(bench.clock.now().getTime() + 86_400_000).toISOString());
    expect(await bench.toolNames(key)).toHaveLength(23);
    bench.clock.advance(86_400_000);
    await expect(bench.toolNames(key)).rejects.toThrow('401');
    expect(await list()).toMatchObject([{ name: 'Visitor', expires_at }]);
    for (const days of [0, 1.5, 3651])
      expect((await ask({ name: 'x', expires_in_days: days })).status).toBe(422);
  });

  it('the last use of a key is listed', async () => {
    const { key } = await create({ name: 'Scout' });
    await bench.call(key, 'list_cameras');
    expect(await list()).toMatchObject([{ last_used_at: bench.clock.now().toISOString() }]);
    expect(bench.keyRows()[0]?.orgId).toBe(ORG);
  });
});
