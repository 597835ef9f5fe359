import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearer, McpBench, message, type RpcAnswer } from './mcp-bench.ts';

describe('the protocol of POST /mcp', () => {
  let bench: McpBench;
  let key: string;
  beforeAll(async () => {
    bench = await McpBench.start({ plan: 'pro_plus' });
    key = await bench.key();
  });
  afterAll(() => bench[Symbol.asyncDispose]());

  const initialize = (protocolVersion: string) =>
    bench.rpc(key, 'initialize', {
      protocolVersion,
      capabilities: {},
      clientInfo: { name: 'test', version: '1' },
    });

  it('ai-mcp 1: a call without session and initialize succeeds, and no answer names a session', async () => {
    const headers = { ...bearer(key), 'mcp-session-id': 'made-up' };
    for (const body of [
      message('tools/call', { name: 'list_cameras' }),
      message('initialize', {
        protocolVersion: '2025-06-18',
        capabilities: {},
        clientInfo: { name: 'x', version: '1' },
      }),
    ]) {
      const answer = await bench.post(body, headers);
      expect([answer.status, answer.headers['mcp-session-id']]).toEqual([200, undefined]);
    }
  });

  it('ai-mcp 2: answers are JSON and never an event stream; a notification is 202 and empty', async () => {
    const answer = await bench.post(message('tools/list'), {
      ...bearer(key),
      accept: 'text/event-stream, application/json',
    });
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
    expect(answer.headers['cache-control']).toBe('no-store');
    const told = await bench.post({ jsonrpc: '2.0', method: 'notifications/initialized' }, bearer(key));
    expect([told.status, told.text]).toEqual([202, '']);
  });

  it.each(['application/json', '*/*', 'text/html', 'application/json, text/event-stream', undefined])(
    'ai-mcp 3: Accept %s works',
    async (accept) => {
      const headers = accept === undefined ? bearer(key) : { ...bearer(key), accept };
      expect((await bench.post(message('ping'), headers)).json<RpcAnswer>().result).toEqual({});
    },
  );

  it('ai-mcp 3: batches are a 400, however short', async () => {
    for (const batch of [[], [message('ping')], [message('ping'), message('ping', undefined, 2)]]) {
      const answer = await bench.post(JSON.stringify(batch), {
        ...bearer(key),
        'content-type': 'application/json',
      });
      expect([answer.status, answer.json<RpcAnswer>().error?.code]).toEqual([400, -32_600]);
    }
  });

  it('ai-mcp 4: GET is the page for browsers; POST reaches the server with and without a slash', async () => {
    for (const path of ['/mcp', '/mcp/', '/mcp/keys']) {
      for (const accept of ['text/html', '*/*', 'text/html, text/event-stream']) {
        const page = await bench.get(path, { headers: { accept } });
        expect([page.status, page.text]).toEqual([200, expect.stringContaining('Dashboard')]);
      }
    }
    for (const path of ['/mcp', '/mcp/', '/mcp?from=here']) {
      const answer = await bench.post(message('ping'), bearer(key), path);
      expect([answer.status, answer.json()]).toEqual([200, { jsonrpc: '2.0', id: 1, result: {} }]);
    }
  });

  it('ai-mcp 1.1: a client that wants an event stream, and other methods, get 405', async () => {
    const stream = await bench.get('/mcp', { headers: { ...bearer(key), accept: 'text/event-stream' } });
    expect([stream.status, stream.headers['allow']]).toEqual([405, 'GET, HEAD, POST']);
    const client = await bench.person();
    for (const method of ['DELETE', 'PUT', 'PATCH']) {
      const answer = await client.ask(method, '/mcp', { headers: bearer(key) });
      expect([answer.status, answer.headers['allow']]).toEqual([405, 'GET, HEAD, POST']);
    }
  });

  it('ai-mcp 1.1: POST below /mcp is a 404, and clients looking for OAuth get JSON 404s', async () => {
    expect((await bench.post(message('ping'), bearer(key), '/mcp/x')).status).toBe(404);
    const probe = await bench.get('/.well-known/oauth-protected-resource/mcp');
    expect([probe.status, probe.json()]).toEqual([404, { detail: 'Not Found' }]);
  });

  it.each(['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25'])(
    'ai-mcp 1.2: revision %s is agreed to',
    async (version) => expect((await initialize(version)).result?.['protocolVersion']).toBe(version),
  );

  it('ai-mcp 1.2: to an unknown revision the newest is offered, with name, tools and instructions', async () => {
    expect((await initialize('2031-01-01')).result).toEqual({
      protocolVersion: '2025-11-25',
      capabilities: { tools: {}, resources: {}, prompts: {} },
      serverInfo: { name: 'Sentinel Command Center', title: 'Sentinel Command Center', version: '9.9.9' },
      instructions: expect.stringContaining('view_camera'),
    });
  });

  it('ai-mcp 1.2: an unknown MCP-Protocol-Version header is a 400 that names the known ones', async () => {
    const ping = (version: string) =>
      bench.post(message('ping'), { ...bearer(key), 'mcp-protocol-version': version });
    const answer = await ping('1999-01-01');
    expect([answer.status, answer.json<RpcAnswer>().error?.message]).toEqual([
      400,
      expect.stringContaining('2025-11-25'),
    ]);
    expect((await ping('2025-06-18')).status).toBe(200);
  });

  it('ai-mcp 1.2: resources and prompts are empty lists, unknown methods are -32601', async () => {
    expect((await bench.rpc(key, 'resources/list')).result).toEqual({ resources: [] });
    expect((await bench.rpc(key, 'resources/templates/list')).result).toEqual({ resourceTemplates: [] });
    expect((await bench.rpc(key, 'prompts/list')).result).toEqual({ prompts: [] });
    for (const method of ['tools/delete', 'logging/setLevel', '', '__proto__', 'constructor']) {
      expect((await bench.rpc(key, method)).error?.code).toBe(-32_601);
    }
  });

  it('ai-mcp 1.2: the id comes back as it was, number or text', async () => {
    for (const id of [0, 7, 'seven', '7']) {
      const answer = await bench.post(message('ping', undefined, id), bearer(key));
      expect(answer.json<RpcAnswer>().id).toBe(id);
    }
  });

  it('ai-mcp 1.2: other content types are 415', async () => {
    for (const type of ['text/plain', 'application/json-seq', 'application/x-www-form-urlencoded']) {
      const answer = await bench.post(JSON.stringify(message('ping')), {
        ...bearer(key),
        'content-type': type,
      });
      expect(answer.status).toBe(415);
    }
    const charset = { ...bearer(key), 'content-type': 'application/json; charset=utf-8' };
    expect((await bench.post(JSON.stringify(message('ping')), charset)).status).toBe(200);
  });

  it('ai-mcp 1.2: what is no JSON-RPC message is a 400', async () => {
    const headers = { ...bearer(key), 'content-type': 'application/json' };
    const codeOf = async (body: string) => {
      const answer = await bench.post(body, headers);
      return [answer.status, answer.json<RpcAnswer>().error?.code];
    };
    for (const body of ['', '{', '{"jsonrpc":', '\uFFFE', 'null,'])
      expect(await codeOf(body)).toEqual([400, -32_700]);
    for (const body of ['null', '7', '"ping"', '{}', '{"jsonrpc":"1.0","id":1,"method":"ping"}']) {
      expect(await codeOf(body)).toEqual([400, -32_600]);
    }
  });
});
