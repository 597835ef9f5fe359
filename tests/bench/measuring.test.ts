// What the bench computes with must be right, or its figures mean nothing.
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { getHead, HttpConnection, postHead } from '../../scripts/bench/load/http-connection.ts';
import { newestUri } from '../../scripts/bench/load/shop-servers.ts';
import { cpuOf, rssOf, totalMs } from '../../scripts/bench/machine/process-figures.ts';
import { tableText } from '../../scripts/bench/report.ts';
import {
  ClockPictures,
  checkOf,
  BLOCK,
  PICTURE,
  TIME_BITS,
} from '../../scripts/bench/screen/clock-picture.ts';
import { line } from '../../scripts/bench/section.ts';
import { median, quantile, rotated, slope, spreadOf } from '../../scripts/bench/statistics.ts';

async function listening(answer: RequestListener) {
  const server = createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const connection = new HttpConnection(port);
  return {
    connection,
    [Symbol.dispose]: () => {
      connection.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

describe('statistics', () => {
  it('the median of an even count lies between the two middle values', () => {
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([9, 1, 5])).toBe(5);
    expect(spreadOf([3, 1, 2])).toEqual({ median: 2, min: 1, max: 3 });
  });

  it('a quantile is one of the values', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect([quantile(hundred, 0.5), quantile(hundred, 0.99), quantile(hundred, 1)]).toEqual([50, 99, 100]);
    expect(quantile([], 0.5)).toBeNaN();
  });

  it('the slope of a straight line is found', () => {
    expect(slope([1, 2, 7].map((x) => ({ x, y: 3 * x + 5 })))).toBeCloseTo(3);
  });

  it('every variant is first in its turn', () => {
    expect([0, 1, 2, 3].map((by) => rotated(['a', 'b', 'c'], by)[0])).toEqual(['a', 'b', 'c', 'a']);
  });
});

describe('the load', () => {
  it('reads answers one after the other on one connection, however they are cut', async () => {
    const sizes = [0, 10, 300_000, 1];
    const seen: string[] = [];
    using place = await listening((request, response) => {
      seen.push(request.url ?? '');
      response.writeHead(200, { 'Content-Length': sizes[seen.length - 1] ?? 0 });
      response.end('x'.repeat(sizes[seen.length - 1] ?? 0));
    });
    for (const size of sizes) {
      const { status, bytes, text } = await place.connection.ask(getHead(`/${size}`, ''), { keep: true });
      expect([status, bytes, text.length]).toEqual([200, size, size]);
    }
    expect(seen).toEqual(sizes.map((size) => `/${size}`));
  });

  it('sends a body whole, with its headers', async () => {
    const got: unknown[] = [];
    using place = await listening((request, response) => {
      let length = 0;
      request.on('data', (chunk: Buffer) => {
        length += chunk.length;
      });
      request.on('end', () => {
        got.push([request.method, request.headers['x-node-api-key'], length]);
        response.writeHead(201, { 'Content-Length': 0 }).end();
      });
    });
    const body = Buffer.alloc(300_000);
    const { status } = await place.connection.ask(postHead('/up', 'X-Node-API-Key: key\r\n', body.length), {
      body,
    });
    expect([status, got]).toEqual([201, [['POST', 'key', 300_000]]]);
  });

  it('an answer that never comes is an answer of status 0', async () => {
    using place = await listening((request) => request.socket.destroy());
    expect((await place.connection.ask(getHead('/', ''))).status).toBe(0);
  });

  it('finds the newest segment of a playlist', () => {
    expect(newestUri('#EXTM3U\n#EXTINF:1,\na.ts\n#EXTINF:1,\nb.ts?v=1\n')).toBe('b.ts?v=1');
    expect(newestUri('#EXTM3U\n')).toBeUndefined();
  });
});

describe('figures of a process', () => {
  it('grow with its work', () => {
    const before = totalMs(cpuOf(process.pid));
    const worked = process.cpuUsage();
    while (process.cpuUsage(worked).user < 50_000) Math.sqrt(before);
    expect(totalMs(cpuOf(process.pid)) - before).toBeGreaterThanOrEqual(30);
    expect(rssOf(process.pid)).toBeGreaterThan(10_000_000);
  });
});

describe('the burnt-in clock', () => {
  it('can be read back from the picture', () => {
    const pictures = new ClockPictures();
    for (const ms of [0, 1, 1_795_000_123_456, 1_795_000_123_457]) {
      const luma = pictures.draw(ms);
      const bits = Array.from({ length: BLOCK.count * BLOCK.rows }, (_, index) => {
        const x = (index % BLOCK.count) * BLOCK.size + BLOCK.size / 2;
        const y = Math.floor(index / BLOCK.count) * BLOCK.size + BLOCK.size / 2;
        return (luma[y * PICTURE.width + x] ?? 0) > 128 ? '1' : '0';
      }).join('');
      const time = Number.parseInt(bits.slice(0, TIME_BITS), 2);
      expect(time).toBe(ms % 2 ** TIME_BITS);
      expect(Number.parseInt(bits.slice(TIME_BITS), 2)).toBe(checkOf(time));
    }
  });
});

describe('the table', () => {
  it('says whether a target was met', () => {
    const lines = [
      line('fast', 2, { atLeast: 1.5 }),
      line('slow', 9.04, { atMost: 8, unit: ' ms', digits: 1 }),
      line('seen', 3),
    ];
    expect(lines.map(({ met }) => met)).toEqual([true, false, undefined]);
    const text = tableText({ title: 'Title', lines, figures: undefined });
    expect(text).toMatch(/^slow +9\.0 ms +≤ 8 ms +MISSED$/m);
  });
});
