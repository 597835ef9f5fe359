import { describe, expect, it } from 'vitest';
import { effectiveCameraStatus, effectiveNodeStatus } from '../../../server/cameras/effective-status.ts';

const NOW = new Date('2026-03-01T12:00:00Z');

describe('effective status', () => {
  it.each([
    ['just now', 0, 'online'],
    ['90 s ago', -90_000, 'online'],
    ['more than 90 s ago', -90_001, 'offline'],
    ['a little in the future, by a clock corrected since', 90_000, 'online'],
    ['in the future, before the clock was set back an hour', 3_600_000, 'offline'],
  ])('seen %s', (_, offsetMs, status) => {
    const report = { status: 'online', lastSeen: new Date(NOW.getTime() + offsetMs) };
    expect([effectiveNodeStatus(report, NOW), effectiveCameraStatus(report, NOW)]).toEqual([status, status]);
  });

  it('never seen: a camera is offline, a node still what its row says', () => {
    const report = { status: 'pending', lastSeen: null };
    expect([effectiveNodeStatus(report, NOW), effectiveCameraStatus(report, NOW)]).toEqual([
      'pending',
      'offline',
    ]);
  });
});
