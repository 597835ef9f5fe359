import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { addMember } from '../../support/people.ts';
import { TestClient } from '../../support/test-client.ts';
import { startTestServer, type TestServer } from '../../support/test-server.ts';
import { newNode, sql, type TestNode } from '../nodes/test-node.ts';

const RESET = '/api/settings/danger/full-reset';
const PLAYLIST =
  '#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:1\n#EXTINF:1.0,\nsegment_00001.ts\n';

/** Puts one segment of video on the camera `/dev/video0` of the node. Answers the camera's path. */
async function goLive(node: TestNode): Promise<string> {
  const camera = `/api/cameras/${node.id}_dev_video0`;
  await node.register();
  await node.client.post(`${camera}/push-segment?filename=segment_00001.ts`, Buffer.from('video'));
  await node.client.post(`${camera}/playlist`, PLAYLIST);
  return camera;
}

function rowsLeft(server: TestServer): string[] {
  const tables = sql(
    server,
    `SELECT t.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c ON c.name = 'org_id' WHERE t.type = 'table'`,
  ) as { name: string }[];
  return tables.flatMap(({ name }) => {
    const [{ n } = { n: 0 }] = sql(server, `SELECT count(*) AS n FROM "${name}"`) as { n: number }[];
    return n === 0 ? [] : [`${name}: ${n}`];
  });
}

describe('the control plane on the whole server', () => {
  it('rest 77: a local reset empties the place, signs everybody out and asks for setup with a new code', async () => {
    await using server = await startTestServer();
    const codeBefore = await server.running.setupCode();
    const owner = await server.owner();
    const member = await addMember(owner, 'mia@example.com', 'member');
    const node = await newNode(server, owner);
    const camera = await goLive(node);
    expect((await owner.get(`${camera}/stream.m3u8`)).status).toBe(200);
    mkdirSync(join(server.dataDir, 'backups'), { recursive: true });
    const copy = join(server.dataDir, 'backups', 'sentinel-1.db');
    writeFileSync(copy, 'x');

    expect((await owner.post(RESET)).status).toBe(422);
    expect((await member.post(RESET, { confirm: 'reset everything' })).status).toBe(403);
    const answer = await owner.post(RESET, { confirm: 'reset everything' });
    expect(answer.json()).toMatchObject({ success: true, nodes_deleted: 1, cameras_deleted: 1 });
    expect(String(answer.headers['set-cookie'])).toMatch(/^sentinel_session=;.*Max-Age=0/);

    expect(rowsLeft(server)).toEqual(['audit_log: 1']);
    expect(existsSync(copy)).toBe(false);
    for (const person of [owner, member]) expect((await person.get('/api/cameras')).status).toBe(401);
    expect((await node.heartbeat()).status).toBe(404);
    expect((await node.client.post(`${camera}/push-segment?filename=segment_00002.ts`, 'x')).status).toBe(
      401,
    );
    expect((await server.anonymous.get('/api/auth/config')).json()).toMatchObject({ setup_required: true });
    const codeAfter = await server.running.setupCode();
    expect(codeAfter).toMatch(/^[A-Z0-9-]{14}$/);
    expect(codeAfter).not.toBe(codeBefore);

    const again = await server.owner();
    expect((await again.get('/api/cameras')).json()).toEqual([]);
    expect((await again.get(`${camera}/stream.m3u8`)).status).toBe(404);
    // Who reset the place is for the next owner to see.
    const { logs } = (await again.get('/api/audit-logs')).json<{ logs: { event: string }[] }>();
    expect(logs.map(({ event }) => event)).toEqual(['owner_created', 'full_reset']);
  });

  it('rest 76: a self-hosted installation may delete its logs, one set to the free plan may not', async () => {
    await using server = await startTestServer();
    const owner = await server.owner();
    const wiped = await owner.post('/api/settings/danger/wipe-logs');
    expect(wiped.json()).toEqual({ success: true, deleted_logs: 0, deleted_mcp_logs: 0 });
    await using free = await startTestServer({ config: { localPlan: 'free_org' } });
    const refused = await (await free.owner()).post('/api/settings/danger/wipe-logs');
    expect(refused.status).toBe(403);
    expect(refused.json()).toEqual({ detail: expect.stringContaining('paid') });
  });

  it('rest 78: the export of a real installation opens and holds no hash', async () => {
    await using server = await startTestServer();
    const owner = await server.owner();
    await goLive(await newNode(server, owner));
    const answer = await owner.post('/api/gdpr/export');
    const files = Object.entries(unzipSync(new Uint8Array(answer.bytes)));
    const text = files.map(([, bytes]) => Buffer.from(bytes).toString()).join('\n');
    expect(files.map(([name]) => name)).toContain('cameras.json');
    expect(files.at(-1)?.[0]).toBe('manifest.json');
    expect(text).toContain('owner@example.com');
    expect(text).not.toMatch(/password_hash|token_hash|api_key_hash|\$argon2/);
  });

  it('rest 100: security.txt is text under both paths, never the dashboard page', async () => {
    await using server = await startTestServer({ config: { frontendUrl: 'https://cameras.example' } });
    const owner = await server.owner();
    await owner.post('/api/settings/security-contact', { contact: 'https://example.com/report' });
    const [known, root] = await Promise.all(
      ['/.well-known/security.txt', '/security.txt'].map((path) => new TestClient(server.url).get(path)),
    );
    expect(known?.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(known?.text).toContain('Contact: https://example.com/report\n');
    expect(known?.text).toContain('Policy: https://cameras.example/security#vulnerability-disclosure\n');
    const expires = /^Expires: (.+)$/m.exec(known?.text ?? '')?.[1] ?? '';
    const days = (Date.parse(expires) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(300);
    expect(days).toBeLessThan(366);
    expect(root?.text).toBe(known?.text);
  });

  it('rest 80: watching is in the stream log with the public node id', async () => {
    await using server = await startTestServer();
    const owner = await server.owner();
    const node = await newNode(server, owner);
    const camera = await goLive(node);
    await owner.get(`${camera}/stream.m3u8`);
    await expect
      .poll(async () => (await owner.get('/api/audit/stream-logs')).json(), { timeout: 10_000 })
      .toMatchObject({ total: 1, logs: [{ node_id: node.id, user_email: 'owner@example.com' }] });
  });
});
