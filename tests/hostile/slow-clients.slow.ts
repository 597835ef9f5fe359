import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { windowsUntil } from '../support/best-window.ts';
import { createNode } from '../support/people.ts';
import { TestClient } from '../support/test-client.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';
import { openSocket, readUntil, statusesOf } from '../server/http/raw-exchange.ts';

let server: TestServer;
let owner: TestClient;
let pushPath: string;
let machine: TestClient;
beforeAll(async () => {
  server = await startTestServer();
  owner = await server.owner();
  const node = await createNode(owner);
  machine = new TestClient(server.url, { 'x-node-api-key': node.key });
  const registered = await machine.post('/api/nodes/register', {
    node_id: node.nodeId,
    cameras: [{ device_path: '/dev/video0' }],
  });
  const [camera] = Object.values(registered.json<{ cameras: Record<string, string> }>().cameras);
  pushPath = `/api/cameras/${camera}/push-segment`;
});
afterAll(() => server[Symbol.asyncDispose]());

/** Sends a byte now and then until the server has had enough; answers what it said and how long it waited. */
async function trickle(begin: string): Promise<{ statuses: number[]; seconds: number }> {
  const socket = await openSocket(server.url);
  const begun = performance.now();
  const said = readUntil(socket);
  socket.write(begin);
  const drip = setInterval(() => socket.write('a'), 500);
  const text = await said;
  clearInterval(drip);
  socket.destroy();
  return { statuses: statusesOf(text), seconds: (performance.now() - begun) / 1000 };
}

async function slowestAnswer(seconds: number, ask: () => Promise<number>): Promise<number> {
  let slowest = 0;
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    const begun = performance.now();
    expect(await ask()).toBe(200);
    slowest = Math.max(slowest, performance.now() - begun);
  }
  return slowest;
}

describe('slow callers', () => {
  it('headers and bodies that trickle in are cut off while others are served', async () => {
    const host = 'Host: 127.0.0.1\r\n';
    const headers = Array.from({ length: 50 }, () => trickle(`GET /api/health HTTP/1.1\r\n${host}X-Slow: `));
    const bodies = Array.from({ length: 50 }, () =>
      trickle(`POST /api/auth/sign-in HTTP/1.1\r\n${host}Content-Length: 100000\r\n\r\n{`),
    );
    const key = `X-Node-Api-Key: ${machine.headers['x-node-api-key']}\r\n`;
    const uploads = Array.from({ length: 50 }, () =>
      trickle(
        `POST ${pushPath}?filename=segment_00009.ts HTTP/1.1\r\n${host}${key}Content-Length: 100000\r\n\r\nx`,
      ),
    );
    let number = 10;
    // All windows are over before the first of them is cut off.
    const slowest = await windowsUntil({ limitMs: 2000, windows: 3 }, () =>
      slowestAnswer(5, async () => {
        const name = `segment_${String((number += 1)).padStart(5, '0')}.ts`;
        const [health, push, page] = await Promise.all([
          server.anonymous.get('/api/health'),
          machine.post(`${pushPath}?filename=${name}`, Buffer.alloc(1000)),
          owner.get('/api/cameras'),
        ]);
        return Math.max(health.status, push.status === 429 ? 200 : push.status, page.status);
      }),
    );
    expect(Math.min(...slowest)).toBeLessThan(2000);
    for (const { statuses, seconds } of await Promise.all(headers)) {
      expect(statuses).toEqual([408]);
      expect(seconds).toBeLessThan(30);
    }
    for (const { statuses, seconds } of await Promise.all([...bodies, ...uploads])) {
      expect(statuses.length === 0 || statuses[0] === 408).toBe(true);
      expect(seconds).toBeLessThan(40);
    }
    const kept = await owner.get(pushPath.replace('push-segment', 'segment/segment_00009.ts'));
    expect(kept.status).toBe(404);
    expect(server.logLines.filter((line) => line.includes(' ERROR '))).toEqual([]);
  });
});

describe('many callers', () => {
  it('with 1,000 idle connections the server answers within a second', async () => {
    const sockets: Socket[] = [];
    try {
      for (let batch = 0; batch < 10; batch += 1)
        sockets.push(...(await Promise.all(Array.from({ length: 100 }, () => openSocket(server.url)))));
      // Half of them have asked something before, as browsers and nodes do.
      await Promise.all(
        sockets.slice(0, 500).map((socket) => {
          const answered = readUntil(socket, (text) => text.includes('healthy'));
          socket.write('GET /api/health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
          return answered;
        }),
      );
      const slowest = await windowsUntil({ limitMs: 1000, windows: 5 }, () =>
        slowestAnswer(2, async () => (await owner.get('/api/cameras')).status),
      );
      expect(Math.min(...slowest)).toBeLessThan(1000);
      expect(sockets.filter((socket) => !socket.destroyed)).toHaveLength(1000);
    } finally {
      for (const socket of sockets) socket.destroy();
    }
  });

  it('a reader that takes no bytes holds up nobody', async () => {
    const asking = `GET /api/openapi.json HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`.repeat(50);
    const slowest = await windowsUntil({ limitMs: 2000, windows: 8 }, async () => {
      // Each window has readers of its own: it is their first requests that cost the most.
      const sockets = await Promise.all(Array.from({ length: 20 }, () => openSocket(server.url)));
      for (const socket of sockets) {
        socket.pause();
        socket.write(asking);
      }
      try {
        return await slowestAnswer(2, async () => (await server.anonymous.get('/api/health')).status);
      } finally {
        for (const socket of sockets) socket.destroy();
      }
    });
    expect(Math.min(...slowest)).toBeLessThan(2000);
  });
});
