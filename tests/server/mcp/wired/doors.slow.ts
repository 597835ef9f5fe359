import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routeTable } from '../../../../server/contract/route-table.ts';
import { TOOL_NAMES } from '../../../../server/contract/agents/tools.ts';
import { makeAgentKey } from '../../../support/mcp-client.ts';
import { addMember } from '../../../support/people.ts';
import { ask, TestClient } from '../../../support/test-client.ts';
import { startTestServer, type TestServer } from '../../../support/test-server.ts';
import { call, labelOf } from '../../http/declared-routes.ts';

const LIST = { jsonrpc: '2.0', id: 1, method: 'tools/list' };
const ROUTES = routeTable.filter(({ path }) => path.startsWith('/api/mcp/'));

let server: TestServer;
let owner: TestClient;
let key: string;
beforeAll(async () => {
  server = await startTestServer();
  owner = await server.owner();
  ({ key } = await makeAgentKey(owner));
});
afterAll(() => server?.[Symbol.asyncDispose]());

const withKey = () => server.anonymous.with({ authorization: `Bearer ${key}` });

describe('the doors of the whole server', () => {
  it('ai-mcp 53: a member gets 403 on every route about agents', async () => {
    const member = await addMember(owner, 'mia@example.com', 'member');
    expect(ROUTES.map(labelOf).toSorted()).toEqual([
      'DELETE /api/mcp/keys/{key_id}',
      'GET /api/mcp/activity/logs',
      'GET /api/mcp/activity/logs/stats',
      'GET /api/mcp/activity/recent',
      'GET /api/mcp/activity/sessions',
      'GET /api/mcp/activity/stats',
      'GET /api/mcp/activity/stream',
      'GET /api/mcp/keys',
      'GET /api/mcp/tools',
      'POST /api/mcp/keys',
    ]);
    for (const route of ROUTES)
      expect([labelOf(route), (await call(member, route)).status]).toEqual([labelOf(route), 403]);
  });

  it('the key of an agent opens no route of the REST service', async () => {
    for (const route of routeTable.filter(({ access }) => ['view', 'admin', 'billing'].includes(access))) {
      expect([labelOf(route), (await call(withKey(), route)).status]).toEqual([labelOf(route), 401]);
    }
  });

  it('a person’s session opens no tool, in the cookie or as Bearer token', async () => {
    const token = owner.headers['cookie']?.split('=')[1];
    for (const person of [owner, new TestClient(server.url, { authorization: `Bearer ${token}` })]) {
      const answer = await person.post('/mcp', LIST);
      expect(answer.status).toBe(401);
      expect(answer.headers['www-authenticate']).toBe('Bearer');
      for (const name of TOOL_NAMES) expect(answer.text).not.toContain(name);
    }
  });

  it.each([
    '/.well-known/oauth-protected-resource',
    '/.well-known/oauth-protected-resource/mcp',
    '/.well-known/oauth-authorization-server',
    '/.well-known/openid-configuration',
  ])('%s is not there, said in JSON, so that clients look for no sign-in', async (path) => {
    for (const accept of ['application/json', '*/*', 'text/html']) {
      const answer = await ask(server.url + path, 'GET', { headers: { accept } });
      expect([answer.status, answer.headers['content-type']]).toEqual([
        404,
        'application/json; charset=utf-8',
      ]);
      expect(answer.json()).toHaveProperty('detail');
    }
  });

  it.each(['/mcp', '/mcp/'])('ai-mcp 4: POST %s reaches the tools without a detour', async (path) => {
    const answer = await withKey().post(path, LIST);
    expect(answer.status).toBe(200);
    expect(answer.headers['mcp-session-id']).toBeUndefined();
    expect(answer.json<{ result: { tools: unknown[] } }>().result.tools).toHaveLength(TOOL_NAMES.length);
    expect((await withKey().post('/mcp/other', LIST)).status).toBe(404);
  });

  it.each(['/mcp', '/mcp/'])('a client that asks %s for an event stream is told 405', async (path) => {
    const answer = await withKey().get(path, { headers: { accept: 'text/event-stream' } });
    expect([answer.status, answer.headers['allow']]).toEqual([405, 'GET, HEAD, POST']);
    expect((await withKey().ask('DELETE', path)).status).toBe(405);
  });
});
