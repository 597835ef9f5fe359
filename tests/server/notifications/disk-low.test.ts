import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { settings } from '../../../server/db/schema/organization.ts';
import { noteDiskSpace, type DiskReport } from '../../../server/notifications/disk-low-notice.ts';
import { ORG, UpkeepBench } from '../background/upkeep-bench.ts';

const GIB = 1024 ** 3;
const TOTAL = 100 * GIB;
const HOUR_MS = 3_600_000;

describe('notify 123, rest 50: the disk of a node', () => {
  let bench: UpkeepBench;
  /** What each node said last. */
  let former: Map<string, DiskReport['formerDisk']>;
  beforeEach(async () => {
    bench = await UpkeepBench.start();
    former = new Map();
  });
  afterEach(() => bench[Symbol.asyncDispose]());

  async function say(free: number | undefined, total: number | undefined, nodeId = 'a') {
    const formerDisk = former.get(nodeId) ?? { freeBytes: null, totalBytes: null };
    former.set(nodeId, { freeBytes: free ?? null, totalBytes: total ?? null });
    const storage = {
      ...(free === undefined ? {} : { disk_free_bytes: free }),
      ...(total === undefined ? {} : { disk_total_bytes: total }),
    };
    await noteDiskSpace(bench, { orgId: ORG, nodeId, nodeName: 'Yard', storage, formerDisk });
    return bench.notices().length;
  }
  const percent = (used: number, nodeId = 'a') =>
    say(Math.round((TOTAL * (100 - used)) / 100), TOTAL, nodeId);
  const anchors = () => bench.db.read.select().from(settings).all();

  it('50 % says nothing and writes nothing', async () => {
    expect(await percent(50)).toBe(0);
    expect(await percent(89.9)).toBe(0);
    expect(anchors()).toEqual([]);
  });

  it('92 % warns the administrators once, with the figures', async () => {
    expect(await percent(92)).toBe(1);
    expect(bench.notices()).toMatchObject([
      {
        kind: 'cloudnode_disk_low',
        audience: 'admin',
        severity: 'warning',
        title: 'CloudNode disk low: Yard',
        link: '/settings',
        nodeId: 'a',
      },
    ]);
    expect(bench.notices()[0]?.body).toMatch(/Yard is 92 % full: 8\.0 GB of 100\.0 GB/);
    expect(JSON.parse(bench.notices()[0]?.metaJson ?? '')).toEqual({
      node_id: 'a',
      percent_used: 92,
      disk_free_bytes: Math.round(TOTAL * 0.08),
      disk_total_bytes: TOTAL,
    });
    expect(bench.published).toMatchObject([{ audience: 'admin', message: { type: 'notification' } }]);
    await percent(95.55);
    expect(bench.notices()).toHaveLength(1);
  });

  it('exactly 90 % counts, and the percentage is rounded to one decimal', async () => {
    expect(await percent(90)).toBe(1);
    await percent(50);
    await percent(95.57);
    expect(JSON.parse(bench.notices()[1]?.metaJson ?? '')).toMatchObject({ percent_used: 95.6 });
  });

  it('stays silent for six hours, then says it again', async () => {
    await percent(95);
    bench.clock.advance(6 * HOUR_MS - 1);
    expect(await percent(95)).toBe(1);
    bench.clock.advance(1);
    expect(await percent(95)).toBe(2);
  });

  it('space in between makes the next time count at once, and two nodes are two', async () => {
    await percent(95);
    await percent(50);
    expect(anchors()).toMatchObject([{ key: 'cloudnode_disk_low_emit_at:a', value: '' }]);
    expect(await percent(95)).toBe(2);
    expect(await percent(95, 'b')).toBe(3);
    expect(await percent(95, 'b')).toBe(3);
  });

  it('an anchor that is malformed, empty or in the future does not silence', async () => {
    const future = new Date(bench.clock.now().getTime() + HOUR_MS).toISOString();
    for (const [index, value] of ['soon', '', future].entries()) {
      await bench.set('cloudnode_disk_low_emit_at:a', value);
      expect(await percent(95)).toBe(index + 1);
    }
  });

  it('muted, it is told to nobody, and the six hours count all the same', async () => {
    await bench.set('cloudnode_disk_notifications', 'false');
    expect(await percent(95)).toBe(0);
    await bench.set('cloudnode_disk_notifications', 'true');
    expect(await percent(95)).toBe(0);
    bench.clock.advance(6 * HOUR_MS);
    expect(await percent(95)).toBe(1);
  });

  it('missing figures and disks of no size say nothing', async () => {
    for (const [free, total] of [
      [undefined, TOTAL],
      [1, undefined],
      [0, 0],
      [1, 0],
      [1, -5],
      [0, TOTAL],
    ] as const)
      expect(await say(free, total)).toBe(0);
    await noteDiskSpace(bench, {
      orgId: ORG,
      nodeId: 'a',
      nodeName: 'Yard',
      storage: undefined,
      formerDisk: { freeBytes: null, totalBytes: null },
    });
    expect([bench.notices(), bench.lines]).toEqual([[], []]);
  });

  it('B4: nothing free counts when the same disk had space before, and goes on counting', async () => {
    await percent(50);
    expect(await say(0, TOTAL)).toBe(1);
    expect(JSON.parse(bench.notices()[0]?.metaJson ?? '')).toMatchObject({
      percent_used: 100,
      disk_free_bytes: 0,
    });
    expect(await say(0, TOTAL)).toBe(1);
    bench.clock.advance(6 * HOUR_MS);
    expect(await say(0, TOTAL)).toBe(2);
  });

  it('B4: nothing free on another disk, or from the start, is a disk the node does not know', async () => {
    expect(await say(0, TOTAL)).toBe(0);
    expect(await say(0, TOTAL)).toBe(0);
    await percent(95);
    expect(await say(0, 2 * TOTAL)).toBe(1);
    bench.clock.advance(6 * HOUR_MS);
    expect(await say(0, 3 * TOTAL)).toBe(1);
  });

  it('the same report sent twice at once is told once', async () => {
    await Promise.all([percent(95), percent(95), percent(95)]);
    expect(bench.notices()).toHaveLength(1);
  });

  it('a failure is logged and stops nothing', async () => {
    const { clock, log, notifier } = bench;
    const db = { ...bench.db, read: bench.db.read, write: () => Promise.reject(new Error('no space')) };
    const formerDisk = { freeBytes: 1, totalBytes: TOTAL };
    const storage = { disk_free_bytes: 1, disk_total_bytes: TOTAL };
    const report = { orgId: ORG, nodeId: 'a', nodeName: 'Yard', storage, formerDisk };
    await noteDiskSpace({ clock, log, notifier, db }, report);
    expect(bench.lines).toMatchObject([{ level: 40, err: { message: 'no space' } }]);
  });
});
