import { readFileSync } from 'node:fs';
import { get, type RequestListener } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../support/test-client.ts';
import { eventually } from '../../../support/wait.ts';
import { FOREIGN, GATE, NODE, YARD } from '../../cameras/control-bench.ts';
import { LanNode } from './lan-node.ts';

const PICTURE = readFileSync(join(import.meta.dirname, '../../../../scripts/media/front-door.jpg'));
const SEGMENT = Buffer.alloc(188 * 500, 0x47);
const DAY = `${GATE}/2026-03-01`;
const MIB = 1024 * 1024;

function send(body: Buffer | string, status = 200, headers: Readonly<Record<string, string>> = {}) {
  const listener: RequestListener = (_, response) => void response.writeHead(status, headers).end(body);
  return listener;
}

/** Status and code of a refusal. */
async function refusal(asked: Promise<Answer>): Promise<unknown[]> {
  const answer = await asked;
  const { detail } = answer.json<{ detail: string | { error: string } }>();
  return [answer.status, typeof detail === 'string' ? 'plain' : detail.error];
}

describe('a file of the archive', () => {
  it('a stored picture is fetched from the registered address, with nothing of the viewer passed on', async () => {
    await using node = await LanNode.start();
    const type = 'text/html';
    node.answer = send(PICTURE, 200, { 'content-type': type, 'set-cookie': 'a=b', 'x-from-node': '1' });
    const answer = await node.get('snapshots/17', { cookie: 'sentinel_session=secret', 'x-private': 'yes' });
    expect(answer.status).toBe(200);
    expect(answer.bytes.equals(PICTURE)).toBe(true);
    expect(answer.headers).toMatchObject({ 'content-type': 'image/jpeg', 'cache-control': 'no-store' });
    expect(answer.headers).not.toHaveProperty('set-cookie');
    expect(answer.headers).not.toHaveProperty('x-from-node');
    expect(node.paths).toEqual(['/api/snapshots/17']);
    const sent = node.requests[0]?.headers ?? {};
    expect(Object.keys(sent).toSorted()).toEqual(['connection', 'host']);
  });

  it("a day's playlist names segments of our own route only", async () => {
    await using node = await LanNode.start();
    node.answer = send(
      [
        '#EXTM3U',
        '#EXT-X-VERSION:3',
        '#EXT-X-TARGETDURATION:1',
        '#EXT-X-KEY:METHOD=AES-128,URI="http://192.168.1.9/key"',
        '#EXTINF:1.000000,',
        `/api/recordings/${GATE}/2026-03-01/segment_00041.ts`,
        '#EXTINF:2.500000,',
        'http://169.254.169.254/segment_00042.ts',
        '#EXTINF:1.0,',
        '../../../secret',
        '#EXTINF:1.000000,',
        'segment_00050.ts',
        '#EXT-X-ENDLIST',
      ].join('\r\n'),
    );
    const answer = await node.get(`${DAY}/playlist.m3u8`);
    expect(answer.headers['content-type']).toBe('application/vnd.apple.mpegurl');
    expect(answer.text.split('\n')).toEqual([
      '#EXTM3U',
      '#EXT-X-VERSION:3',
      '#EXT-X-TARGETDURATION:3',
      '#EXT-X-PLAYLIST-TYPE:VOD',
      '#EXT-X-MEDIA-SEQUENCE:0',
      '#EXTINF:1.000000,',
      'segment_00041.ts',
      '#EXTINF:2.500000,',
      'segment_00042.ts',
      '#EXT-X-DISCONTINUITY',
      '#EXTINF:1.000000,',
      'segment_00050.ts',
      '#EXT-X-ENDLIST',
      '',
    ]);
    expect(node.paths).toEqual([`/api/recordings/${DAY}/playlist.m3u8`]);
  });

  it('a segment is passed on as video', async () => {
    await using node = await LanNode.start();
    node.answer = send(SEGMENT, 200, { 'content-type': 'text/html' });
    const answer = await node.get(`${DAY}/segment_00041.ts`);
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'video/mp2t']);
    expect(answer.bytes.equals(SEGMENT)).toBe(true);
    expect(node.paths).toEqual([`/api/recordings/${DAY}/segment_00041.ts`]);
  });

  it('only administrators of the own organisation, own cameras and sound names lead to the node', async () => {
    await using node = await LanNode.start();
    const path = `/api/nodes/${NODE}/archive`;
    const statuses = [
      await node.bench.as('member').get(`${path}/snapshots/1`),
      await node.bench.as('nobody').get(`${path}/${DAY}/playlist.m3u8`),
      await node.bench.as('other').get(`${path}/snapshots/1`),
      await node.bench.as('other').get(`${path}/${DAY}/segment_00001.ts`),
      await node.get(`${YARD}/2026-03-01/playlist.m3u8`),
      await node.get(`${FOREIGN}/2026-03-01/segment_00001.ts`),
      await node.get('..%2F..%2Fapi/2026-03-01/segment_00001.ts'),
      await node.get(`${GATE}/2026-02-30/playlist.m3u8`),
      await node.get(`${GATE}/today/segment_00001.ts`),
      await node.get(`${DAY}/segment_x.ts`),
      await node.get(`${DAY}/..%2F..%2Fstatus`),
      await node.get(`${DAY}/segment_00001.ts%3Fa=b`),
      await node.get('snapshots/-1'),
      await node.get('snapshots/1.5'),
      await node.get('snapshots/abc'),
      await node.get('snapshots/1e400'),
    ].map((answer) => answer.status);
    expect(statuses).toEqual([
      403, 401, 404, 404, 404, 404, 404, 422, 422, 400, 400, 400, 422, 422, 422, 422,
    ]);
    expect(node.requests).toEqual([]);
  });
});

describe('a node that offers nothing, or from which nothing is fetched', () => {
  it('says how to switch it on', async () => {
    await using node = await LanNode.start();
    await node.registerAt(null);
    const answer = await node.get('snapshots/1');
    expect(answer.status).toBe(409);
    const { detail } = answer.json<{ detail: { error: string; message: string } }>();
    expect(detail.error).toBe('lan_streaming_off');
    expect(detail.message).toContain('--lan-streaming');
    for (const path of [`${DAY}/playlist.m3u8`, `${DAY}/segment_00001.ts`]) {
      expect(await refusal(node.get(path))).toEqual([409, 'lan_streaming_off']);
    }
  });

  it('an offline node is not asked', async () => {
    await using node = await LanNode.start();
    node.bench.clock.advance(90_001);
    expect(await refusal(node.get('snapshots/1'))).toEqual([503, 'node_offline']);
    expect(node.requests).toEqual([]);
  });

  it('the address rule decides: by default no public, link-local or loopback address is fetched', async () => {
    await using refusing = await LanNode.start({ lanAddressRule: () => false });
    expect(await refusal(refusing.get('snapshots/1'))).toEqual([409, 'lan_address_refused']);
    expect(refusing.requests).toEqual([]);
    await using node = await LanNode.start();
    for (const address of ['169.254.169.254', '203.0.113.9', '::1', '127.0.0.2']) {
      await node.registerAt(address);
      expect(await refusal(node.get('snapshots/1'))).toEqual([409, 'lan_address_refused']);
    }
    expect(node.requests).toEqual([]);
  });
});

describe('a node that answers badly', () => {
  it('what it does not have is a 404, whatever else it says is a 502', async () => {
    await using node = await LanNode.start();
    node.answer = send('{"error":"not_found"}', 404);
    expect(await refusal(node.get(`${DAY}/segment_00001.ts`))).toEqual([404, 'plain']);
    for (const status of [301, 302, 307, 500, 204, 206, 401]) {
      node.answer = send('', status, { location: `http://127.0.0.1:${node.port}/api/snapshots/2` });
      expect(await refusal(node.get('snapshots/1'))).toEqual([502, 'node_file_unusable']);
    }
    expect(new Set(node.paths)).toEqual(
      new Set(['/api/snapshots/1', `/api/recordings/${DAY}/segment_00001.ts`]),
    );
  });

  it('no picture, no playlist and no video are refused before anything is passed on', async () => {
    await using node = await LanNode.start();
    for (const body of ['<html>secret</html>', '', Buffer.from([0xff]), PICTURE.subarray(0, 500)]) {
      node.answer = send(body);
      const answers = ['snapshots/1', `${DAY}/playlist.m3u8`, `${DAY}/segment_00001.ts`].map(async (path) =>
        refusal(node.get(path)),
      );
      expect(new Set((await Promise.all(answers)).map(String))).toEqual(new Set(['502,node_file_unusable']));
    }
    node.answer = send('#EXTM3U\n#EXT-X-ENDLIST\n');
    expect(await refusal(node.get(`${DAY}/playlist.m3u8`))).toEqual([502, 'node_file_unusable']);
  });

  it('more than the cap is refused, announced or not', async () => {
    await using node = await LanNode.start();
    const oversized = [
      ['snapshots/1', Buffer.concat([PICTURE, Buffer.alloc(8 * MIB)])],
      [`${DAY}/playlist.m3u8`, Buffer.from(`#EXTM3U\n${'#\n'.repeat(2 * MIB)}segment_1.ts\n`)],
    ] as const;
    for (const [path, body] of oversized) {
      for (const announced of [true, false]) {
        node.answer = (_, response) => {
          if (announced) response.setHeader('content-length', body.length);
          response.end(body);
        };
        expect(await refusal(node.get(path))).toEqual([502, 'node_file_unusable']);
      }
    }
    node.answer = (_, response) => {
      response.writeHead(200, { 'content-length': 16 * MIB + 1 });
      response.write(SEGMENT);
    };
    expect(await refusal(node.get(`${DAY}/segment_00001.ts`))).toEqual([502, 'node_file_unusable']);
  });

  it('an unannounced segment beyond the cap breaks off instead of ending', async () => {
    await using node = await LanNode.start();
    node.answer = (_, response) => {
      const piece = Buffer.alloc(MIB, 0x47);
      const more = () => {
        if (!response.destroyed) response.write(piece, () => setImmediate(more));
      };
      more();
    };
    await expect(node.get(`${DAY}/segment_00001.ts`)).rejects.toThrow(/aborted|hang up|ECONNRESET/);
    await eventually('the node is let go', () => node.cutOff === 1);
  });

  it('a node that takes too long is a 504, one that is not there a 502', async () => {
    await using node = await LanNode.start({ relayTiming: { connectMs: 1_000, totalMs: 150 } });
    node.answer = () => undefined;
    expect(await refusal(node.get('snapshots/1'))).toEqual([504, 'node_too_slow']);
    node.answer = (_, response) => void response.writeHead(200).write(PICTURE.subarray(0, 100));
    expect(await refusal(node.get('snapshots/1'))).toEqual([504, 'node_too_slow']);
    await eventually('both requests were given up', () => node.cutOff === 2);
    await using gone = await LanNode.start();
    gone.answer = (request) => request.socket.destroy();
    expect(await refusal(gone.get('snapshots/1'))).toEqual([502, 'node_unreachable']);
    await gone.registerAt('127.0.0.1', 1);
    expect(await refusal(gone.get(`${DAY}/segment_00001.ts`))).toEqual([502, 'node_unreachable']);
  });

  it('a segment that stops half-way reaches nobody as a whole one', async () => {
    await using node = await LanNode.start();
    node.answer = (request, response) => {
      response.writeHead(200, { 'content-length': SEGMENT.length * 2 });
      response.write(SEGMENT, () => request.socket.destroy());
    };
    await expect(node.get(`${DAY}/segment_00001.ts`)).rejects.toThrow(/aborted|hang up|ECONNRESET/);
  });
});

describe('a viewer that does not keep up', () => {
  it('slows the node down, and leaving ends the fetch', async () => {
    await using node = await LanNode.start();
    const piece = Buffer.alloc(64 * 1024, 0x47);
    let produced = 0;
    node.answer = (_, response) => {
      response.writeHead(200, { 'content-length': 15 * MIB });
      const more = () => {
        while (produced < 15 * MIB && !response.destroyed) {
          produced += piece.length;
          if (!response.write(piece)) return;
        }
      };
      response.on('drain', more);
      more();
    };
    const url = `${node.bench.url}/api/nodes/${NODE}/archive/${DAY}/segment_00001.ts`;
    const headers = { authorization: 'Bearer admin' };
    const viewer = get(url, { headers, agent: false }, (response) => response.pause());
    viewer.on('error', () => undefined);
    let last = -1;
    await eventually('the node has to wait', () => {
      const waits = produced > 0 && produced === last;
      last = produced;
      return waits;
    });
    expect(produced).toBeLessThan(15 * MIB);
    viewer.destroy();
    await eventually('the node is let go', () => node.cutOff === 1);
  });
});
