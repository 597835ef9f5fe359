import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { requestScope } from '../../../server/http/request/request-scope.ts';
import { createLogger } from '../../../server/log.ts';
import { addMember, createNode, OWNER, signIn } from '../../support/people.ts';
import { TestClient } from '../../support/test-client.ts';
import { startTestServer } from '../../support/test-server.ts';

const LINE =
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (DEBUG|INFO|WARN|ERROR) \[req=[\w-]+ org=[\w-]+\] sentinel \S.*/;

function captured(level: 'debug' | 'info' = 'info') {
  const lines: string[] = [];
  return { lines, log: createLogger(level, (line) => lines.push(line)) };
}

describe('a log line', () => {
  it('is time, level, request and organization, name, message, figures', () => {
    const { lines, log } = captured();
    log.info({ rows: 3 }, 'Rows were moved');
    expect(lines).toEqual([expect.stringMatching(LINE)]);
    expect(lines[0]).toMatch(/Z INFO \[req=- org=-\] sentinel Rows were moved \{"rows":3\}\n$/);
  });

  it('names the request it was written in, across waiting, and its organization once that is known', async () => {
    const { lines, log } = captured();
    await requestScope.run({ requestId: 'trace-abc123', orgId: undefined }, async () => {
      log.info('before');
      await new Promise((resolve) => setImmediate(resolve));
      const scope = requestScope.getStore();
      if (scope !== undefined) scope.orgId = 'org_1';
      log.warn('after');
    });
    log.info('outside');
    expect(lines.map((line) => /\[.*?\] sentinel \w+/.exec(line)?.[0])).toEqual([
      '[req=trace-abc123 org=-] sentinel before',
      '[req=trace-abc123 org=org_1] sentinel after',
      '[req=- org=-] sentinel outside',
    ]);
  });

  it('carries an error with its stack on lines of their own', () => {
    const { lines, log } = captured();
    log.error({ err: new Error('broken') }, 'It failed');
    expect(lines[0]).toMatch(/sentinel It failed\nError: broken\n\s+at /);
  });

  it('hides members that hold secrets, also one level down', () => {
    const { lines, log } = captured();
    const secrets = {
      authorization: 'Bearer s3cret',
      cookie: 's3cret',
      password: 's3cret',
      token: 's3cret',
      api_key: 's3cret',
      'x-node-api-key': 's3cret',
    };
    log.info(secrets, 'flat');
    log.info({ headers: secrets, body: secrets }, 'nested');
    expect(lines.join('')).not.toContain('s3cret');
    expect(lines.join('')).toContain('[redacted]');
  });

  it('below its level is not written', () => {
    const { lines, log } = captured('info');
    log.debug('quiet');
    expect(lines).toEqual([]);
  });
});

describe('the log of a day', () => {
  it('holds no secret, and every line has the form', async () => {
    await using server = await startTestServer({ config: { logLevel: 'debug' } });
    const secrets = new Map<string, string>();
    const owner = await server.owner();
    secrets.set('owner password', OWNER.password);
    secrets.set('owner session', owner.headers['cookie']?.split('=')[1] ?? '');
    const member = await addMember(owner, 'mia@example.com', 'member');
    secrets.set('member password', 'another long password');
    secrets.set('member session', member.headers['cookie']?.split('=')[1] ?? '');
    const invite = (await owner.post('/api/auth/invites', { email: 'max@example.com', role: 'admin' })).json<{
      token: string;
    }>();
    secrets.set('invitation', invite.token);
    await server.anonymous.post('/api/auth/sign-in', { email: OWNER.email, password: 'my-wrong-guess' });
    secrets.set('wrong password', 'my-wrong-guess');
    const next = 'brand new password';
    await owner.post('/api/auth/password', { current: OWNER.password, next });
    secrets.set('new password', next);
    const again = await signIn(server.url, OWNER.email, next);
    secrets.set('second session', again.headers['cookie']?.split('=')[1] ?? '');
    await server.anonymous.with({ authorization: 'Bearer forged-token-1234' }).get('/api/cameras');
    secrets.set('forged token', 'forged-token-1234');

    const node = await createNode(again);
    secrets.set('node key', node.key);
    const machine = new TestClient(server.url, { 'x-node-api-key': node.key });
    const registered = await machine.post('/api/nodes/register', {
      node_id: node.nodeId,
      cameras: [{ device_path: '/dev/video0' }],
    });
    const [camera = ''] = Object.values(registered.json<{ cameras: Record<string, string> }>().cameras);
    await machine.post(`/api/cameras/${camera}/push-segment?filename=segment_00001.ts`, Buffer.from('x'));
    await machine.post('/api/nodes/heartbeat', { node_id: node.nodeId });
    const wrong = server.anonymous.with({ 'x-node-api-key': 'wrong-key-5678' });
    await wrong.post('/api/nodes/register', { node_id: node.nodeId });
    secrets.set('wrong key', 'wrong-key-5678');
    const channel = new WebSocket(
      `${server.url.replace('http', 'ws')}/ws/node?node_id=${node.nodeId}&api_key=${node.key}`,
    );
    await once(channel, 'open');
    channel.send('{"type":"nonsense"}');
    await once(channel, 'message');
    channel.close();
    const rotated = (await again.post(`/api/nodes/${node.nodeId}/rotate-key`)).json<{ api_key: string }>();
    secrets.set('new node key', rotated.api_key);
    await again.post('/api/auth/sign-out-all');
    await server.running.dispose();

    expect(server.logLines.length).toBeGreaterThan(0);
    const log = server.logLines.join('');
    expect([...secrets].filter(([, secret]) => secret.length < 8).map(([name]) => name)).toEqual([]);
    expect([...secrets].filter(([, secret]) => log.includes(secret)).map(([name]) => name)).toEqual([]);
    for (const line of server.logLines) expect(line).toMatch(LINE);
  });

  it('says nothing of the values of a write that failed', async () => {
    await using server = await startTestServer();
    const owner = await server.owner();
    await owner.post('/api/auth/invites', { email: 'once@example.com', role: 'member' });
    const statuses = await Promise.all(
      Array.from(
        { length: 3 },
        async () =>
          (await owner.post('/api/auth/invites', { email: 'once@example.com', role: 'member' })).status,
      ),
    );
    expect(statuses.every((status) => status < 500)).toBe(true);
    expect(server.logLines.join('')).not.toContain('once@example.com');
  });
});
