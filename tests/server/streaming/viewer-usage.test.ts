import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../../server/db/open-database.ts';
import { createLogger } from '../../../server/log.ts';
import { ViewerUsage } from '../../../server/streaming/viewer-usage.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { temporaryFolder } from '../../support/test-config.ts';

describe('viewer hours', () => {
  it('count what an earlier process stored for the month the clock is moved to', async () => {
    using folder = temporaryFolder();
    const march = new FakeClock('2026-03-15T00:00:00Z');
    const file = join(folder.path, 'a.db');
    const db = await openDatabase({ file, log: createLogger('silent'), clock: march });
    const earlier = new ViewerUsage(db, march);
    earlier.add('org_a');
    await earlier.flush();
    // A small computer without a battery clock starts in the past and learns the time a moment later.
    const clock = new FakeClock('2026-02-15T00:00:00Z');
    const restarted = new ViewerUsage(db, clock);
    await restarted.load();
    restarted.add('org_a');
    clock.advance(28 * 86_400_000);
    expect(restarted.secondsThisMonth('org_a')).toBe(1);
    restarted.add('org_a');
    await restarted.flush();
    const next = new ViewerUsage(db, new FakeClock('2026-02-20T00:00:00Z'));
    await next.load();
    await db.close();
    expect([restarted.secondsThisMonth('org_a'), next.secondsThisMonth('org_a')]).toEqual([2, 1]);
  });
});
