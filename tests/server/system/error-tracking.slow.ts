import { execFileSync } from 'node:child_process';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ErrorTrackingConfig } from '../../../server/config/config.ts';
import { createLogger } from '../../../server/log.ts';
import { scrub, type Report } from '../../../server/system/error-scrub.ts';
import {
  startErrorTracking,
  trackErrors,
  type ErrorTracking,
} from '../../../server/system/error-tracking.ts';
import { startErrorReceiver, type ErrorReceiver } from '../../support/error-receiver.ts';
import { ask } from '../../support/test-client.ts';
import { eventually } from '../../support/wait.ts';

const SECRETS = {
  authorization: 'Bearer s3cret-token',
  Cookie: 'sentinel_session=s3cret-cookie; other=s3cret-other',
  'X-Node-API-Key': 's3cret-node-key',
  'x-sentinel-agent-key': 's3cret-agent-key',
  'X-Forwarded-For': '203.0.113.77',
  referer: 'http://127.0.0.1/invite?token=s3cret-invite',
};

describe('the scrub', () => {
  it('rest 6.2: empties the query, cuts it from addresses and redacts keys in any case', () => {
    const report: Report = {
      request: {
        url: 'http://host/api/x?token=s3cret#s3cret',
        query_string: 'token=s3cret',
        cookies: { sentinel_session: 's3cret' },
        data: '{"password":"s3cret"}',
        headers: { ...SECRETS, AUTHORIZATION: 's3cret', Accept: 'text/html' },
      },
      transaction: 'GET /api/x?token=s3cret',
      user: { ip_address: '203.0.113.77' },
    };
    expect(scrub(report)).toEqual({
      request: {
        url: 'http://host/api/x',
        query_string: '',
        headers: {
          authorization: '[redacted]',
          AUTHORIZATION: '[redacted]',
          Cookie: '[redacted]',
          'X-Node-API-Key': '[redacted]',
          'x-sentinel-agent-key': '[redacted]',
          'X-Forwarded-For': '[redacted]',
          referer: 'http://127.0.0.1/invite',
          Accept: 'text/html',
        },
      },
      transaction: 'GET /api/x',
    });
  });

  it('keeps of timings only what is known to be harmless', () => {
    const data = { 'http.request.method': 'GET', 'url.query': 's3cret', 'client.address': '203.0.113.77' };
    const report: Report = {
      contexts: { trace: { data: { ...data } } },
      spans: [{ description: 'GET /api/x?a=s3cret', data: { ...data } }],
    };
    const kept = { 'http.request.method': 'GET' };
    expect(scrub(report)).toEqual({
      contexts: { trace: { data: kept } },
      spans: [{ description: 'GET /api/x', data: kept }],
    });
  });

  it('rest 6.2: reports without a request pass', () => {
    expect(scrub({ transaction: 'tick' })).toEqual({ transaction: 'tick' });
  });
});

describe('error tracking', () => {
  let receiver: ErrorReceiver;
  let tracking: ErrorTracking;
  beforeEach(async () => {
    receiver = await startErrorReceiver();
  });
  afterEach(async () => {
    await tracking.close();
    await receiver[Symbol.asyncDispose]();
  });

  async function start(changes: Partial<ErrorTrackingConfig> = {}): Promise<void> {
    tracking = await startErrorTracking({
      dsn: receiver.dsn,
      tracesSampleRate: 0,
      environment: 'test',
      release: '1.2.3',
      ...changes,
    });
  }

  /** A request with every secret there is, whose handling fails. */
  async function failingRequest(path = '/api/thing'): Promise<void> {
    const log = trackErrors(
      createLogger('error', () => undefined),
      tracking,
    );
    const fail = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      await request.toArray();
      log.error({ err: new Error('the wheel came off') }, 'A request failed');
      response.writeHead(500).end();
    };
    const server = createServer((request, response) => void fail(request, response));
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    await ask(`http://127.0.0.1:${port}${path}?token=s3cret-query`, 'POST', {
      headers: SECRETS,
      body: { password: 's3cret-password' },
    });
    server.close();
  }

  const reports = () => receiver.received.filter(({ type }) => type === 'event').map(({ item }) => item);
  const timings = () =>
    receiver.received.filter(({ type }) => type === 'transaction').map(({ item }) => item);

  it('rest 6.2: a failed request arrives without anything secret in it', async () => {
    await start();
    await failingRequest();
    await eventually('the report', () => reports().length > 0);
    const [report] = reports();
    expect(report).toMatchObject({
      environment: 'test',
      release: '1.2.3',
      exception: { values: [{ type: 'Error', value: 'the wheel came off' }] },
      request: { method: 'POST', query_string: '' },
    });
    const request = report?.['request'] as { headers: Record<string, string>; url: string } | undefined;
    expect(request?.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/api\/thing$/);
    for (const name of ['authorization', 'x-node-api-key', 'x-sentinel-agent-key'])
      expect(request?.headers[name]).toBe('[redacted]');
    expect(receiver.raw()).not.toMatch(/s3cret|203\.0\.113/);
    expect(report).not.toHaveProperty('user');
    expect(report).not.toHaveProperty('server_name');
  });

  it('an error outside any request arrives too; lines without an error do not', async () => {
    await start();
    const written: string[] = [];
    const log = trackErrors(
      createLogger('info', (line) => written.push(line)),
      tracking,
    );
    log.error('only words');
    log.warn({ err: new Error('expected') }, 'a warning');
    log.error({ err: new TypeError('tick failed'), loop: 'sweep' }, 'A background task failed');
    await tracking.close();
    expect(reports().map((report) => report['exception'])).toMatchObject([
      { values: [{ type: 'TypeError', value: 'tick failed' }] },
    ]);
    expect(written.join('')).toMatch(/only words[\s\S]*a warning[\s\S]*loop":"sweep"/);
  });

  it('timings follow the configured share and not the caller, and carry nothing secret', async () => {
    await start({ tracesSampleRate: 1 });
    await failingRequest();
    await eventually('a timing', () => timings().length > 0);
    expect(timings()[0]).toMatchObject({ transaction: 'POST /api/thing' });
    expect(receiver.raw()).not.toMatch(/s3cret|203\.0\.113/);
  });

  it('live video is never timed', async () => {
    await start({ tracesSampleRate: 1 });
    await failingRequest('/api/cameras/c/push-segment');
    await tracking.close();
    expect(reports()).toHaveLength(1);
    expect(timings()).toEqual([]);
  });

  it('starting twice reports once', async () => {
    await start();
    await start();
    tracking.report(new Error('once'));
    await tracking.close();
    expect(reports()).toHaveLength(1);
  });

  it('an unreachable tracker disturbs nothing and holds the end up for a second at most', async () => {
    await start({ dsn: 'http://key@127.0.0.1:9/1' });
    tracking.report(new Error('lost'));
    const begun = performance.now();
    await tracking.close();
    expect(performance.now() - begun).toBeLessThan(1500);
  });

  it('rest 6.2: without an address everything does nothing, twice over', async () => {
    tracking = await startErrorTracking(undefined);
    const log = createLogger('silent');
    expect(trackErrors(log, tracking)).toBe(log);
    tracking.report(new Error('nobody cares'));
    await tracking.close();
    await tracking.close();
    expect(receiver.received).toEqual([]);
  });
});

it('a server without either address loads neither package', () => {
  const program = `
    import { registerHooks } from 'node:module';
    const seen = [];
    registerHooks({ load: (url, context, next) => (seen.push(url), next(url, context)) });
    const { startErrorTracking } = await import('./server/system/error-tracking.ts');
    await import('./server/start-server.ts');
    await import('./server/http/guard/redis-windows.ts');
    await startErrorTracking(undefined);
    console.log(JSON.stringify(seen.filter((url) => /node_modules\\/(@sentry|ioredis)/.test(url))));
  `;
  const root = join(import.meta.dirname, '../../..');
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', program], { cwd: root });
  expect(JSON.parse(output.toString('utf8'))).toEqual([]);
});
