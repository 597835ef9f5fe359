import { expect, it } from 'vitest';
import { LanServer } from '../../../../scripts/simulator/local/lan-server.ts';
import { NodeArchive } from '../../../../scripts/simulator/local/node-archive.ts';
import { sceneStill } from '../../../../scripts/simulator/video/loop-library.ts';
import { GATE, NODE, type ControlBench } from '../../cameras/control-bench.ts';
import { LanNode } from './lan-node.ts';

interface Listed {
  readonly lan_streaming: boolean;
  readonly snapshots: { readonly id: number }[];
  readonly recordings: { readonly camera_id: string; readonly date: string }[];
}

/** A simulated node's storage behind its own local server. */
async function openStorage() {
  const archive = new NodeArchive();
  const takeSnapshot = () => Promise.reject(new Error('no camera'));
  const nothing = () => ({});
  const server = new LanServer({
    cameras: () => [],
    archive,
    status: nothing,
    describeCamera: nothing,
    takeSnapshot,
  });
  const port = await server.listen('127.0.0.1', 0);
  const close = async () => {
    await server.close();
    archive.close();
  };
  return { archive, port, [Symbol.asyncDispose]: close };
}

function segment(number: number) {
  return {
    number,
    name: `segment_${number}.ts`,
    seconds: 1,
    bytes: Buffer.alloc(188 * 100, Buffer.from([0x47, number])),
  };
}

async function listed(bench: ControlBench, kind: 'snapshots' | 'recordings', rows: unknown) {
  const end = await bench.connect();
  const answer = bench.admin.get(`/api/nodes/${NODE}/${kind}`);
  end.answer(await end.frame('command'), rows);
  return (await answer).json<Listed>();
}

it('what a node lists can be played and seen, by the names that were answered', async () => {
  await using storage = await openStorage();
  await using node = await LanNode.start();
  await node.registerAt('127.0.0.1', storage.port);
  const { archive } = storage;
  const segments = [7, 8, 20].map((number) => segment(number));
  for (const recorded of segments) archive.record(GATE, recorded);
  const still = sceneStill('front-door');
  archive.addSnapshot(GATE, still);

  const pictures = await listed(node.bench, 'snapshots', archive.snapshots());
  expect(pictures.lan_streaming).toBe(true);
  const picture = await node.get(`snapshots/${pictures.snapshots[0]?.id}`);
  expect(picture.bytes.equals(still)).toBe(true);

  const { recordings } = await listed(node.bench, 'recordings', archive.recordings());
  const day = `${recordings[0]?.camera_id}/${recordings[0]?.date}`;
  const playlist = await node.get(`${day}/playlist.m3u8`);
  const names = playlist.text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const played = await Promise.all(names.map((name) => node.get(`${day}/${name}`)));
  expect(Buffer.concat(played.map((answer) => answer.bytes))).toEqual(
    Buffer.concat(segments.map(({ bytes }) => bytes)),
  );
  expect(playlist.text.match(/DISCONTINUITY/g)).toHaveLength(1);
  expect((await node.get(`${day}/segment_00009.ts`)).status).toBe(404);
  expect((await node.get('snapshots/99')).status).toBe(404);
  expect((await node.get(`${GATE}/2001-01-01/playlist.m3u8`)).status).toBe(404);
});
