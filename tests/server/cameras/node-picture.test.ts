import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NodePictureError, takeNodePicture } from '../../../server/cameras/snapshots/node-picture.ts';
import { cameras } from '../../../server/db/schema/cameras.ts';
import type { ChannelEnd } from '../nodes/channel-bench.ts';
import { FOREIGN, GATE, IncidentBench } from '../incidents/incident-bench.ts';

const PICTURE = readFileSync(join(import.meta.dirname, '../../../scripts/media/front-door.jpg'));
const TEXT = PICTURE.toString('base64');

let bench: IncidentBench;
beforeEach(async () => {
  bench = await IncidentBench.start();
});
afterEach(() => bench[Symbol.asyncDispose]());

const take = (cameraId = GATE) => takeNodePicture(bench.deps, 'org_1', cameraId);

async function taken(end: ChannelEnd, payload: unknown) {
  const earlier = end.frames.filter(({ type }) => type === 'command').length;
  const picture = take();
  const { id } = await end.frame('command', earlier + 1);
  end.say({ type: 'command_result', id, payload });
  return picture;
}

const failure = async (picture: Promise<unknown>): Promise<NodePictureError> => {
  const error = await picture.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof NodePictureError) return error;
  throw new Error(`Not refused as expected: ${String(error)}`);
};

describe('a picture from a node', () => {
  it('ai-mcp 26: the command names the camera alone and has 15 s', async () => {
    const end = await bench.connect();
    const picture = take();
    const command = await end.frame('command');
    expect(command).toMatchObject({ command: 'take_snapshot', payload: { camera_id: GATE } });
    expect(Object.keys(command.payload)).toEqual(['camera_id']);
    end.answer(command, { image_b64: TEXT, timestamp: 1_772_366_400_123 });
    const { bytes, nodeId, nodeTime } = await picture;
    expect([bytes.equals(PICTURE), nodeId, nodeTime]).toEqual([
      true,
      'aaaaaaaa',
      new Date(1_772_366_400_123),
    ]);
    expect(bench.timeouts).toEqual([15_000]);
  });

  it('ai-mcp 27: a node that goes away, is away or stays silent is told apart', async () => {
    expect((await failure(take())).reason).toBe('not-connected');
    const end = await bench.connect();
    const picture = failure(take());
    await end.frame('command');
    const begun = performance.now();
    end.socket.terminate();
    const { reason, nodeId } = await picture;
    expect([reason, nodeId]).toEqual(['disconnected', 'aaaaaaaa']);
    expect(performance.now() - begun).toBeLessThan(2_000);
    await bench.connect();
    bench.commandTimeoutMs = 50;
    expect((await failure(take())).reason).toBe('timed-out');
  });

  it('ai-mcp 28: a picture beside the status is accepted, also without a status', async () => {
    const end = await bench.connect();
    for (const payload of [
      { status: 'success', image_b64: TEXT },
      { image_b64: TEXT },
      { data: {}, image_b64: TEXT },
    ])
      expect((await taken(end, payload)).bytes.equals(PICTURE)).toBe(true);
    expect((await taken(end, { image_b64: TEXT, timestamp: 'noon' })).nodeTime).toBeNull();
  });

  it.each([
    ['No Segments in the playlist', 'no-stream', undefined],
    ['ffmpeg: ERROR OPENING INPUT file', 'no-stream', undefined],
    ['FFmpeg exited with 1', 'ffmpeg', 'FFmpeg exited with 1'],
    ['Disk\nis gone', 'node-error', 'Disk is gone'],
    ['', 'node-error', 'it gave no reason.'],
    [undefined, 'node-error', 'it gave no reason.'],
  ])('ai-mcp 29: %s is %s', async (error, reason, nodeText) => {
    const end = await bench.connect();
    expect(await failure(taken(end, { status: 'error', error, image_b64: TEXT }))).toMatchObject({
      reason,
      nodeText,
    });
  });

  it('ai-mcp §2.4: neither error nor picture is an old node, and only a JPEG is a picture', async () => {
    const end = await bench.connect();
    for (const payload of [
      {},
      { status: 'success' },
      { status: 'success', data: { image_b64: '' } },
      { data: 7 },
    ])
      expect((await failure(taken(end, payload))).reason).toBe('no-picture');
    const garbage = [
      TEXT.slice(0, 400),
      `${TEXT}\n`,
      'A'.repeat(400),
      7,
      Buffer.alloc(9 * 1024 * 1024, PICTURE).toString('base64'),
    ];
    for (const image of garbage)
      expect((await failure(taken(end, { data: { image_b64: image } }))).reason).toBe('unusable');
  });

  it('a camera elsewhere, or without a node, is refused before anything is sent', async () => {
    expect((await failure(take(FOREIGN))).reason).toBe('no-camera');
    expect((await failure(take('nobody'))).reason).toBe('no-camera');
    await bench.db.write(async (tx) => void tx.update(cameras).set({ nodeId: null }).run());
    expect((await failure(take())).reason).toBe('no-node');
    expect(bench.timeouts).toEqual([]);
  });
});
