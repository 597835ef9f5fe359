import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exchange, firstAnswer, openSocket, readUntil } from '../../http/raw-exchange.ts';
import { bearer, McpBench, message, type RpcAnswer } from './mcp-bench.ts';

const MIB = 1_048_576;

describe('hostile requests to POST /mcp', () => {
  let bench: McpBench;
  let key: string;
  beforeEach(async () => {
    bench = await McpBench.start({ plan: 'pro_plus' });
    key = await bench.key();
  });
  afterEach(async () => {
    expect((await bench.post(message('ping'), bearer(key))).status).toBe(200);
    expect(bench.logLines.filter((line) => line.includes('ERROR'))).toEqual([]);
    await bench[Symbol.asyncDispose]();
  });

  const json = () => ({ ...bearer(key), 'content-type': 'application/json' });
  const head = (extra: string) =>
    `POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/json\r\n${extra}\r\n`;

  it('a body of 50 MB is a 413 without being kept', async () => {
    const before = process.memoryUsage().rss;
    const body = Buffer.alloc(50 * MIB, 0x20);
    const answer = await bench.post(body, json());
    expect([answer.status, answer.json<RpcAnswer>().error?.code]).toEqual([413, -32_600]);
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * MIB);
  });

  it('an undeclared body ends at 1 MiB', async () => {
    const socket = await openSocket(bench.url);
    const answered = readUntil(socket, (text) => text.includes('}'));
    socket.write(head('Transfer-Encoding: chunked\r\n'));
    const chunk = `10000\r\n${' '.repeat(65_536)}\r\n`;
    for (let count = 0; count < 20; count += 1) socket.write(chunk);
    expect(firstAnswer(await answered).status).toBe(413);
    socket.destroy();
  });

  it('50 MB from a stranger is a 401', async () => {
    const headers = { 'content-type': 'application/json', ...bearer('osc_nobody') };
    expect((await bench.post(Buffer.alloc(50 * MIB, 0x20), headers)).status).toBe(401);
  });

  it('a batch of 10,000 calls is a 400 and none of them runs', async () => {
    const calls = Array.from({ length: 10_000 }, (_, id) =>
      message('tools/call', { name: 'list_cameras' }, id),
    );
    const answer = await bench.post(JSON.stringify(calls), json());
    expect([answer.status, answer.json<RpcAnswer>().error?.code]).toEqual([400, -32_600]);
    expect(bench.probe.calls).toEqual([]);
  });

  describe('with 300 ms for a body', () => {
    beforeEach(async () => {
      await bench[Symbol.asyncDispose]();
      bench = await McpBench.start({ plan: 'pro_plus', bodyTimeoutMs: 300 });
      key = await bench.key();
    });

    it('a body that does not arrive in time is a 408 and the connection ends', async () => {
      const text = await exchange(bench.url, head('Content-Length: 100\r\n') + '{"jsonrpc"');
      expect(firstAnswer(text).status).toBe(408);
      expect(firstAnswer(text).head.toLowerCase()).toContain('connection: close');
    });

    it('a body that trickles is a 408 all the same', async () => {
      const socket = await openSocket(bench.url);
      const answered = readUntil(socket);
      socket.write(head('Content-Length: 100000\r\n'));
      const drip = setInterval(() => socket.write(' '), 20);
      const answer = await answered;
      clearInterval(drip);
      expect(firstAnswer(answer).status).toBe(408);
    });
  });

  it('a stream half-closed within its body is let go', async () => {
    const socket = await openSocket(bench.url);
    const ended = readUntil(socket);
    socket.end(head('Content-Length: 100\r\n') + '{"jsonrpc"');
    expect([0, 400]).toContain(firstAnswer(await ended).status);
  });

  it('a stream half-closed after a whole request is answered', async () => {
    const body = JSON.stringify(message('ping'));
    const socket = await openSocket(bench.url);
    const ended = readUntil(socket);
    socket.end(head(`Content-Length: ${body.length}\r\nConnection: close\r\n`) + body);
    expect(firstAnswer(await ended)).toMatchObject({
      status: 200,
      body: expect.stringContaining('"result":{}'),
    });
  });

  it('a flood of headers is a 431', async () => {
    const flood = Array.from({ length: 2_000 }, (_, n) => `X-Flood-${n}: ${'x'.repeat(20)}\r\n`).join('');
    expect(firstAnswer(await exchange(bench.url, head(flood))).status).toBe(431);
  });

  it('deep nesting, broken UTF-8 and huge names are refused quickly', async () => {
    const deep = `${'['.repeat(400_000)}${']'.repeat(400_000)}`;
    const nested = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"list_cameras","arguments":{"a":${deep}}}}`;
    const refused = (await bench.post(nested, json())).json<RpcAnswer>();
    expect(refused.result).toMatchObject({ isError: true });
    expect((await bench.post(deep, json())).status).toBe(400);
    expect((await bench.post(Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), json())).status).toBe(400);
    const long = JSON.stringify(
      message('tools/call', { name: 'list_cameras', arguments: { ['x'.repeat(900_000)]: 1 } }),
    );
    const answer = await bench.post(long, json());
    expect(answer.text.length).toBeLessThan(1_000);
  });

  it('ten thousand unknown arguments are named by a few', async () => {
    const args = Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`argument_${n}`, n]));
    const answer = await bench.post(
      message('tools/call', { name: 'list_cameras', arguments: args }),
      bearer(key),
    );
    expect(answer.json<RpcAnswer>().result).toMatchObject({ isError: true });
    expect(answer.text.length).toBeLessThan(1_000);
  });
});
