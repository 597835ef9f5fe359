import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { NodeClient, usbCamera } from '../support/node-client.ts';
import { createNode, OWNER } from '../support/people.ts';
import { startTestServer } from '../support/test-server.ts';

describe('shutdown', () => {
  it('a refused upgrade whose caller never hangs up does not hold up the stop', async () => {
    const server = await startTestServer();
    const socket = connect({ host: '127.0.0.1', port: server.running.port, allowHalfOpen: true });
    await once(socket, 'connect');
    socket.write(
      'GET /ws/other HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    );
    socket.resume();
    await once(socket, 'end');
    const stopped = server[Symbol.asyncDispose]().then(() => 'stopped');
    const late = new Promise((resolve) => {
      setTimeout(resolve, 5_000, 'still running');
    });
    const outcome = await Promise.race([stopped, late]);
    socket.destroy();
    await stopped;
    expect(outcome).toBe('stopped');
  });
});

describe('setup', () => {
  it('a call that a proxy on this machine passed on needs the setup code', async () => {
    await using server = await startTestServer();
    const form = { organization: 'Mine now', ...OWNER };
    const answer = await server.anonymous.post('/api/auth/setup', form, {
      headers: { 'x-forwarded-for': '203.0.113.9', host: 'localhost' },
    });
    expect(answer.status).toBe(403);
  });
});

describe('floods', () => {
  it('made-up camera ids open no rate-limit windows of their own to a stranger', async () => {
    await using server = await startTestServer();
    const stranger = server.anonymous.with({ 'x-node-api-key': 'of nobody' });
    const statuses = new Set<number>();
    for (let n = 0; n < 40; n += 1) {
      const answer = await stranger.post(`/api/cameras/made-up-${n}/codec`, { video_codec: 'avc1.42e01f' });
      statuses.add(answer.status);
    }
    expect([...statuses]).toEqual([401, 429]);
  });
});

describe('heartbeat', () => {
  it('storage figures beyond what a number holds exactly do not fail the heartbeat', async () => {
    await using server = await startTestServer();
    const owner = await server.owner();
    using node = new NodeClient(server.url, await createNode(owner));
    await node.register([usbCamera('/dev/video0')]);
    const answer = await node.post('/api/nodes/heartbeat', {
      type: 'application/json',
      body: Buffer.from(
        `{"node_id":"${node.nodeId}","node_version":"0.1.73","lan_streaming":false,"cameras":[],` +
          '"storage_stats":{"used_bytes":0,"max_bytes":18446744073709551615,"disk_free_bytes":0,"disk_total_bytes":0}}',
      ),
    });
    expect(answer.status).toBe(200);
  });
});
