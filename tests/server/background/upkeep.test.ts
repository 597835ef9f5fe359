import { describe, expect, it } from 'vitest';
import { DiskAlert } from '../../../server/background/disk-alert.ts';
import { flushInactiveCameras } from '../../../server/background/inactive-cameras.ts';
import { diskFigures } from '../../../server/system/health-service.ts';
import { UpkeepBench } from './upkeep-bench.ts';

const HOUR_S = 3600;

describe('rest 105, notify 125: the data disk', () => {
  /** An alert about a disk that is as full as `disk` says; a negative figure makes reading it fail. */
  function alertOf(bench: UpkeepBench) {
    const disk = { percentUsed: 50 };
    const alert = new DiskAlert({
      clock: bench.clock,
      log: bench.log,
      criticalPercent: 95,
      repeatAfterMs: 21_600_000,
      measure: async () => {
        if (disk.percentUsed < 0) throw new Error('no such device');
        return { path: '/var/lib/sentinel', bytesUsed: 1, bytesFree: 42, bytesTotal: 100, ...disk };
      },
    });
    const errors = () => bench.lines.filter(({ level }) => level === 50);
    return { disk, alert, errors };
  }

  it('94.9 % is silent, 96 % is one line with its fields, and nobody is notified', async () => {
    await using bench = await UpkeepBench.start();
    const { disk, alert, errors } = alertOf(bench);
    disk.percentUsed = 94.9;
    await alert.check();
    expect(bench.lines).toEqual([]);
    disk.percentUsed = 96;
    await alert.check();
    await alert.check();
    expect(errors()).toEqual([
      expect.objectContaining({
        disk_percent_used: 96,
        disk_bytes_free: 42,
        disk_path: '/var/lib/sentinel',
        alert_audience: 'operator_only',
      }),
    ]);
    expect(bench.notices()).toEqual([]);
  });

  it('95 % counts; it is said again after six hours, and at once after a recovery', async () => {
    await using bench = await UpkeepBench.start();
    const { disk, alert, errors } = alertOf(bench);
    disk.percentUsed = 95;
    await alert.check();
    bench.clock.advance(21_599_999);
    await alert.check();
    expect(errors()).toHaveLength(1);
    bench.clock.advance(1);
    await alert.check();
    expect(errors()).toHaveLength(2);
    disk.percentUsed = 94;
    await alert.check();
    disk.percentUsed = 97;
    await alert.check();
    expect(errors()).toHaveLength(3);
  });

  it('a disk that cannot be read is a warning, and does not count as a recovery', async () => {
    await using bench = await UpkeepBench.start();
    const { disk, alert, errors } = alertOf(bench);
    disk.percentUsed = 99;
    await alert.check();
    disk.percentUsed = -1;
    await alert.check();
    disk.percentUsed = 99;
    await alert.check();
    expect(errors()).toHaveLength(1);
    expect(bench.lines.map(({ level }) => level)).toEqual([50, 40]);
  });

  it('the figures are those of the real file system', async () => {
    const { percentUsed, bytesTotal, bytesFree } = await diskFigures(import.meta.dirname);
    expect(percentUsed).toBeGreaterThan(0);
    expect(percentUsed).toBeLessThanOrEqual(100);
    expect(bytesFree).toBeLessThan(bytesTotal);
  });
});

it('video of cameras that were not seen for a day is freed, whatever their rows say while the disk is full', async () => {
  await using bench = await UpkeepBench.start();
  await bench.addNode('aaaaaaaa');
  await bench.addCamera('exactly', { lastSeen: bench.ago(24 * HOUR_S) });
  await bench.addCamera('longer', { lastSeen: bench.ago(24 * HOUR_S + 1) });
  await bench.addCamera('longest', { lastSeen: bench.ago(1000 * HOUR_S), status: 'offline' });
  await bench.addCamera('alive', { lastSeen: bench.ago(1000 * HOUR_S) });
  await bench.addCamera('never', { lastSeen: null });
  bench.liveness.cameraSeen('alive', { status: 'streaming', lastSeen: bench.ago(5), lastError: null });
  const flushed: string[] = [];
  const { db, clock, liveness } = bench;
  const inactiveAfterMs = 24 * HOUR_S * 1000;
  const deps = { db, clock, liveness, inactiveAfterMs, flush: (id: string) => void flushed.push(id) };
  expect(await flushInactiveCameras(deps)).toBe(2);
  expect(flushed).toEqual(['longer', 'longest']);
});
