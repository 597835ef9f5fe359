import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startTestServer } from '../support/test-server.ts';

describe.each([
  ['mcp-setup.sh', 'text/x-shellscript; charset=utf-8'],
  ['mcp-setup.ps1', 'text/plain; charset=utf-8'],
])('rest 110: %s', (name, type) => {
  const script = readFileSync(join(import.meta.dirname, '../../templates', name));

  it('is served byte for byte to anybody, 30 times a minute', async () => {
    await using server = await startTestServer();
    for (let call = 0; call < 30; call += 1) {
      const answer = await server.anonymous.get(`/${name}`, { headers: { accept: 'text/html' } });
      expect(answer.status).toBe(200);
      expect(answer.bytes.equals(script)).toBe(true);
      expect(answer.headers).toMatchObject({
        'content-type': type,
        'content-disposition': `inline; filename=${name}`,
        'cache-control': 'no-cache, max-age=60',
      });
      expect(answer.headers['content-encoding']).toBeUndefined();
    }
    expect((await server.anonymous.get(`/${name}`)).status).toBe(429);
  });

  it('HEAD has the same headers and no body; a name beside it is a JSON 404', async () => {
    await using server = await startTestServer();
    const head = await server.anonymous.ask('HEAD', `/${name}`);
    expect([
      head.status,
      head.headers['content-type'],
      head.headers['content-length'],
      head.bytes.length,
    ]).toEqual([200, type, String(script.length), 0]);
    const other = await server.anonymous.get(`/${name}x`);
    expect([other.status, other.headers['content-type']]).toEqual([
      404,
      expect.stringContaining('application/json'),
    ]);
  });
});
