import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { backUpDatabase, restoreDatabase } from '../../../server/db/backup.ts';
import { cameras } from '../../../server/db/schema/cameras.ts';
import { NodeClient, usbCamera } from '../../support/node-client.ts';
import { createNode, OWNER, signIn, type NodeKey } from '../../support/people.ts';
import { temporaryFolder } from '../../support/test-config.ts';
import { startTestServer, type TestServer } from '../../support/test-server.ts';
import { DatabaseFile } from './database-file.ts';

/** Publishes six segments of a run and answers the first and the last sequence number viewers get. */
async function publish(server: TestServer, key: NodeKey, camera: string) {
  const viewer = await signIn(server.url, OWNER.email, OWNER.password);
  using node = new NodeClient(server.url, key);
  let entries = '';
  for (let n = 0; n < 6; n += 1) {
    await node.push(camera, n, Buffer.alloc(188, n + 1));
    entries += `#EXTINF:1.000000,\nsegment_0000${n}.ts\n`;
    await node.playlist(camera, `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:0\n${entries}`);
  }
  const playlist = await viewer.get(`/api/cameras/${camera}/stream.m3u8`);
  const first = Number(/MEDIA-SEQUENCE:(\d+)/.exec(playlist.text)?.[1]);
  return { first, last: first + 5 };
}

/** A database with a camera, and a backup of it. */
async function withBackup(place: DatabaseFile, reserved: number): Promise<string> {
  const db = await place.open();
  await db.write(async (tx) => {
    tx.insert(cameras)
      .values({ cameraId: 'cam', orgId: 'org_1', name: 'Yard', sequenceReserved: reserved })
      .run();
  });
  await db.close();
  const from = join(place.folder, 'copy.db');
  await backUpDatabase(place.file, from);
  return from;
}

function reservedIn(place: DatabaseFile): unknown {
  return place.directly((connection) =>
    connection.prepare('SELECT sequence_reserved FROM cameras').pluck().get(),
  );
}

describe('published sequence after a restore', () => {
  it('does not fall when a backup from before the last start is put back', async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, 'sentinel.db');
    const copy = join(folder.path, 'copy.db');
    const dataDir = folder.path;
    const first = await startTestServer({ dataDir });
    const key = await createNode(await first.owner());
    using node = new NodeClient(first.url, key);
    await node.register([usbCamera('/dev/video0')]);
    const camera = `${key.nodeId}_dev_video0`;
    await backUpDatabase(file, copy);
    await first[Symbol.asyncDispose]();
    const second = await startTestServer({ dataDir });
    const seen = await publish(second, key, camera);
    await second[Symbol.asyncDispose]();
    await restoreDatabase({ file, from: copy, kept: `${file}.kept` });
    const third = await startTestServer({ dataDir });
    const later = await publish(third, key, camera);
    await third[Symbol.asyncDispose]();
    expect(later.first).toBeGreaterThan(seen.last);
  });

  it.each<[string, (place: DatabaseFile) => void, number]>([
    [
      'the replaced database reserved more',
      (place) => place.directly((c) => c.exec('UPDATE cameras SET sequence_reserved = 70000')),
      70_000,
    ],
    [
      'the replaced database reserved less',
      (place) => place.directly((c) => c.exec('UPDATE cameras SET sequence_reserved = 10')),
      5_000,
    ],
    [
      'the camera was deleted since',
      (place) => place.directly((c) => c.exec('DELETE FROM cameras')),
      10_005_000,
    ],
    [
      'the replaced file is damaged',
      (place) => writeFileSync(place.file, 'no database at all\n'.repeat(100)),
      10_005_000,
    ],
    ['the replaced file is empty', (place) => writeFileSync(place.file, ''), 10_005_000],
  ])('is safe when %s', async (_, change, expected) => {
    using place = new DatabaseFile();
    const from = await withBackup(place, 5_000);
    change(place);
    await restoreDatabase({ file: place.file, from, kept: `${place.file}.kept` });
    expect(reservedIn(place)).toBe(expected);
  });

  it('is safe on another machine, where nothing is replaced', async () => {
    using place = new DatabaseFile();
    using elsewhere = new DatabaseFile();
    const from = await withBackup(place, 5_000);
    await restoreDatabase({ file: elsewhere.file, from, kept: `${elsewhere.file}.kept` });
    expect(reservedIn(elsewhere)).toBe(10_005_000);
  });
});
