import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cameras } from '../../../server/db/schema/cameras.ts';
import { prefersJpeg } from '../../../server/cameras/snapshots/picture-preference.ts';
import type { Answer } from '../../support/test-client.ts';
import { eventually } from '../../support/wait.ts';
import type { ChannelEnd } from '../nodes/channel-bench.ts';
import { ControlBench, FOREIGN, GATE, YARD } from './control-bench.ts';

const PICTURE = readFileSync(join(import.meta.dirname, '../../../scripts/media/front-door.jpg'));
const AS_PICTURE = { headers: { accept: 'image/jpeg' } };

function ask(bench: ControlBench, accept?: 'image/jpeg', cameraId = GATE): Promise<Answer> {
  const options = accept === undefined ? {} : { headers: { accept } };
  return bench.as('member').post(`/api/cameras/${cameraId}/snapshot`, undefined, options);
}

/** Answers the next command with this payload, whatever it is. */
async function reply(end: ChannelEnd, payload: unknown, count = 1): Promise<void> {
  const { id } = await end.frame('command', count);
  end.say({ type: 'command_result', id, payload });
}

function success(picture: Buffer | string): unknown {
  const image = typeof picture === 'string' ? picture : picture.toString('base64');
  const facts = { filename: 'a.jpg', size_bytes: 1, timestamp: 1_700_000_000_000 };
  return { status: 'success', data: { ...facts, image_b64: image } };
}

describe('a snapshot', () => {
  it('cloudnode 41: the node gets its own camera id, and its result reaches the caller unchanged', async () => {
    await using bench = await ControlBench.start();
    const end = await bench.connect();
    const answer = ask(bench);
    expect(await end.frame('command')).toMatchObject({
      command: 'take_snapshot',
      payload: { camera_id: GATE },
    });
    const big = success('A'.repeat(1_400_000));
    await reply(end, big);
    expect((await answer).status).toBe(200);
    expect((await answer).json()).toEqual(big);
    expect(bench.timeouts).toEqual([15_000]);
    expect(bench.audit()).toEqual([]);
  });

  it('cloudnode 41: a caller that prefers a picture gets the JPEG itself', async () => {
    await using bench = await ControlBench.start();
    const end = await bench.connect();
    const answer = ask(bench, 'image/jpeg');
    await reply(end, success(PICTURE));
    const { status, headers, bytes } = await answer;
    expect(status).toBe(200);
    expect(headers).toMatchObject({ 'content-type': 'image/jpeg', 'cache-control': 'no-store' });
    expect(bytes.equals(PICTURE)).toBe(true);
  });

  it('cloudnode 41: a failure of the node is 200 as JSON and 502 as a picture, with its reason', async () => {
    await using bench = await ControlBench.start();
    const end = await bench.connect();
    const failure = { status: 'error', error: `no segment\r\nyet\u0000 ${'x'.repeat(500)}` };
    const json = ask(bench);
    await reply(end, failure);
    expect((await json).status).toBe(200);
    expect((await json).json()).toEqual(failure);
    const picture = ask(bench, 'image/jpeg');
    await reply(end, failure, 2);
    expect((await picture).status).toBe(502);
    const { detail } = (await picture).json<{ detail: { error: string; message: string } }>();
    expect(detail.error).toBe('snapshot_failed');
    expect(detail.message).toMatch(/^The node took no picture: no segment yet {1,2}x+$/);
    expect(detail.message.length).toBeLessThan(300);
  });

  it('what is no picture is never answered as one', async () => {
    await using bench = await ControlBench.start();
    const end = await bench.connect();
    const garbage: unknown[] = [
      success(Buffer.from([0xff])),
      success(Buffer.from([0xff, 0xd8, 0xff, 0xd9])),
      success(PICTURE.subarray(0, PICTURE.length / 2)),
      success(`<script>${'x'.repeat(200)}</script>`),
      success(`${PICTURE.toString('base64')}\n`),
      success(Buffer.alloc(9 * 1024 * 1024, PICTURE)),
      success(''),
      { status: 'success', data: { image_b64: 7 } },
      { status: 'success', data: null },
      { status: 'success' },
    ];
    for (const [index, payload] of garbage.entries()) {
      const answer = ask(bench, 'image/jpeg');
      await reply(end, payload, index + 1);
      expect([index, (await answer).status]).toEqual([index, 502]);
      expect((await answer).headers['content-type']).toContain('application/json');
    }
  });

  it('a result without a known status is a 502 in either form', async () => {
    await using bench = await ControlBench.start();
    const end = await bench.connect();
    for (const [index, payload] of [{}, { status: 7 }, { status: 'maybe' }].entries()) {
      const answer = ask(bench, index === 1 ? 'image/jpeg' : undefined);
      await reply(end, payload, index + 1);
      expect((await answer).status).toBe(502);
    }
  });

  it('cloudnode 42, rest 65: no answer is a 504, a late one is dropped, and the next snapshot works', async () => {
    await using bench = await ControlBench.start({ commandTimeoutMs: 100 });
    const end = await bench.connect();
    const lost = ask(bench);
    const first = await end.frame('command');
    expect((await lost).status).toBe(504);
    bench.commandTimeoutMs = undefined;
    end.answer(first, { image_b64: 'late' });
    const next = ask(bench);
    await reply(end, success('AAAA'), 2);
    expect((await next).json()).toEqual(success('AAAA'));
  });

  it('cloudnode 43: a foreign id and another node satisfy nobody', async () => {
    await using bench = await ControlBench.start();
    const end = await bench.connect();
    const other = await bench.connect('bbbbbbbb');
    const answer = ask(bench);
    const command = await end.frame('command');
    other.answer(command, { image_b64: 'from another node' });
    end.say({ type: 'command_result', id: 'something else', payload: success('BBBB') });
    // An acknowledged heartbeat shows that everything before it was looked at.
    for (const peer of [end, other]) {
      peer.say({ type: 'heartbeat', id: 'after', payload: {} });
      await peer.frame('ack');
    }
    end.answer(command, { image_b64: 'right' });
    expect((await answer).json()).toEqual({ status: 'success', data: { image_b64: 'right' } });
  });

  it('cloudnode 44, rest 65: a node that is away, or goes away, is a 503 at once', async () => {
    await using bench = await ControlBench.start();
    expect((await ask(bench)).status).toBe(503);
    const end = await bench.connect();
    const answer = ask(bench);
    await end.frame('command');
    const begun = performance.now();
    end.socket.terminate();
    expect((await answer).status).toBe(503);
    expect(performance.now() - begun).toBeLessThan(2_000);
    await eventually('the channel is forgotten', () => !bench.connections.isConnected('aaaaaaaa'));
    expect((await ask(bench)).status).toBe(503);
  });

  it('cloudnode 47: snapshots of one node wait for each other, those of another node do not', async () => {
    await using bench = await ControlBench.start();
    const end = await bench.connect();
    const other = await bench.connect('bbbbbbbb');
    const one = ask(bench);
    const first = await end.frame('command');
    const two = ask(bench);
    const elsewhere = ask(bench, undefined, YARD);
    await reply(other, success('CCCC'));
    expect((await elsewhere).json()).toEqual(success('CCCC'));
    expect(end.frames).toHaveLength(1);
    end.answer(first, 1);
    end.answer(await end.frame('command', 2), 2);
    expect((await one).json()).toMatchObject({ data: 1 });
    expect((await two).json()).toMatchObject({ data: 2 });
  });

  it('only a camera of the own organisation that has a node can be asked', async () => {
    await using bench = await ControlBench.start();
    expect((await ask(bench, undefined, FOREIGN)).status).toBe(404);
    expect((await ask(bench, undefined, 'nobody')).status).toBe(404);
    expect((await bench.as('nobody').post(`/api/cameras/${GATE}/snapshot`)).status).toBe(401);
    await bench.db.write(async (tx) => {
      tx.update(cameras).set({ nodeId: null }).run();
    });
    expect((await ask(bench)).status).toBe(400);
    const again = bench.admin.post(`/api/cameras/${GATE}/snapshot`, undefined, AS_PICTURE);
    expect((await again).status).toBe(400);
  });
});

describe('which form is wanted', () => {
  it.each([
    [undefined, false],
    ['', false],
    ['*/*', false],
    ['application/json', false],
    ['image/jpeg', true],
    ['IMAGE/JPEG', true],
    ['image/*', true],
    ['image/avif,image/webp,image/*;q=0.8,*/*;q=0.5', true],
    ['application/json, image/jpeg;q=0.9', false],
    ['image/jpeg;q=0, */*', false],
    ['image/jpeg;q=nonsense', false],
    ['text/html,application/xhtml+xml,*/*;q=0.8', false],
  ])('%s', (accept, expected) => {
    expect(prefersJpeg(accept)).toBe(expected);
  });
});
