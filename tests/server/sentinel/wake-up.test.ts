import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { AgentWakeUp } from '../../../server/sentinel/dispatch/wake-up.ts';
import { createLogger } from '../../../server/log.ts';
import { eventually } from '../../support/wait.ts';
import { AGENT_KEY, SentinelBench } from './sentinel-bench.ts';

interface Call {
  readonly method: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** An agent service that is told of runs; `answer` decides what it says to that. */
async function startReceiver(answer: (n: number) => number | 'silence' = () => 204) {
  const calls: Call[] = [];
  const listener: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      calls.push({
        method: request.method,
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      });
      const status = answer(calls.length);
      if (status !== 'silence') response.writeHead(status, { location: '/elsewhere' }).end('noted');
    });
  };
  const server = createServer(listener);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/wake`;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  };
  return { url, calls, close, [Symbol.asyncDispose]: close };
}

describe('the wake-up of the agent service', () => {
  it('ai-mcp 86: body {} with a signature that verifies, for manual and automatic runs', async () => {
    await using receiver = await startReceiver();
    await using bench = await SentinelBench.start({ agent: { wakeUpUrl: receiver.url } });
    await bench.rules();
    await bench.motion();
    await eventually('the run is told of', () => receiver.calls.length === 1);
    await bench.person('admin').post('/api/sentinel/runs/manual', {});
    await eventually('the second run is told of', () => receiver.calls.length === 2);
    for (const { method, headers, body } of receiver.calls) {
      expect([method, body, headers['content-type']]).toEqual(['POST', '{}', 'application/json']);
      const signature = createHmac('sha256', AGENT_KEY).update(body).digest('hex');
      expect(headers['x-sentinel-signature']).toBe(`sha256=${signature}`);
      expect(JSON.stringify(headers)).not.toContain(AGENT_KEY);
    }
  });

  it('ai-mcp 86: motion that starts no run wakes nobody', async () => {
    await using receiver = await startReceiver();
    await using bench = await SentinelBench.start({ agent: { wakeUpUrl: receiver.url } });
    await bench.rules({ enabled: false });
    await bench.motion();
    await bench.person('admin').post('/api/sentinel/runs/manual', {});
    await eventually('the manual run is told of', () => receiver.calls.length > 0);
    expect(receiver.calls).toHaveLength(1);
  });

  it.each<[string, () => number | 'silence']>([
    ['refuses', () => 500],
    ['redirects', () => 302],
    ['never answers', () => 'silence'],
  ])('ai-mcp 86: a service that %s neither delays nor fails the request', async (_, answer) => {
    await using receiver = await startReceiver(answer);
    await using bench = await SentinelBench.start({ agent: { wakeUpUrl: receiver.url } });
    const started = await bench.person('admin').post('/api/sentinel/runs/manual', {});
    expect(started.status).toBe(200);
    await eventually('it was called', () => receiver.calls.length === 1);
    await bench.sentinel.stop();
    expect(receiver.calls).toHaveLength(1);
    expect(bench.runs()).toHaveLength(1);
  });

  it('ai-mcp 86: a service that cannot be reached is logged, without its key', async () => {
    await using receiver = await startReceiver();
    await receiver.close();
    await using bench = await SentinelBench.start({ agent: { wakeUpUrl: receiver.url } });
    expect((await bench.person('admin').post('/api/sentinel/runs/manual', {})).status).toBe(200);
    const line = await eventually('it is logged', () =>
      bench.logLines.find((text) => text.includes('could not be told')),
    );
    expect(line).not.toContain(AGENT_KEY);
  });

  it('gives a service up that does not answer in time', async () => {
    await using receiver = await startReceiver(() => 'silence');
    const lines: string[] = [];
    const log = createLogger('info', (line) => lines.push(line));
    const sentinel = {
      agentKey: AGENT_KEY,
      wakeUpUrl: receiver.url,
      agentMcpKey: undefined,
      reaperEveryMs: 300_000,
    };
    new AgentWakeUp({ config: { sentinel }, log, timeoutMs: 100 }).ring();
    const line = await eventually('it gives up', () => lines[0]);
    expect(line).toContain('could not be told');
  });

  it('tells nobody without a key to sign with', async () => {
    await using receiver = await startReceiver();
    await using bench = await SentinelBench.start({
      agent: { wakeUpUrl: receiver.url, agentKey: undefined },
    });
    await bench.model();
    await bench.person('admin').post('/api/sentinel/runs/manual', {});
    await bench.sentinel.stop();
    expect([bench.runs().length, receiver.calls]).toEqual([1, []]);
  });
});
