import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearer, McpBench } from './mcp-bench.ts';

describe('the client of the protocol’s own library', () => {
  let bench: McpBench;
  beforeAll(async () => {
    bench = await McpBench.start({ plan: 'pro_plus' });
  });
  afterAll(() => bench[Symbol.asyncDispose]());

  async function connect(key: string): Promise<Client> {
    const client = new Client({ name: 'test', version: '1' });
    const requestInit = { headers: bearer(key) };
    await client.connect(new StreamableHTTPClientTransport(new URL(`${bench.url}/mcp`), { requestInit }));
    return client;
  }

  it('connects, lists and calls; results fit the schemas it was told', async () => {
    const client = await connect(await bench.key());
    expect(client.getServerVersion()?.name).toBe('Sentinel Command Center');
    expect(client.getInstructions()).toContain('list_cameras');
    expect((await client.listTools()).tools).toHaveLength(23);
    const listed = await client.callTool({ name: 'list_cameras', arguments: {} });
    expect(listed.structuredContent).toMatchObject({ result: [{ camera_id: 'cam_1' }, {}, {}] });
    const picture = await client.callTool({ name: 'view_camera', arguments: { camera_id: 'cam_1' } });
    expect(picture.content).toMatchObject([{ type: 'image', mimeType: 'image/jpeg' }]);
    const refused = await client.callTool({ name: 'get_camera', arguments: {} });
    expect(refused.isError).toBe(true);
    await client.close();
  });

  it('is refused with 401 for a key that does not count', async () => {
    await expect(connect('osc_nobody')).rejects.toThrow(/401|Unauthorized/i);
  });
});
