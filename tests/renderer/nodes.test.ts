import { describe, expect, it } from 'vitest';
import {
  parseRecentNode,
  recentNodeKey,
  recentNodeState,
  storedRecentNode,
} from '../../renderer/features/nodes/recent-node.ts';
import { environmentLines, quickSetupLine } from '../../renderer/features/nodes/setup-lines.ts';
import { judgeDisk } from '../../renderer/features/nodes/storage-words.ts';

const MINUTE = 60_000;
const created = { nodeId: '1a2b3c4d', name: 'Shop PC', createdAt: 1_000_000 };
const at = (minutes: number) => created.createdAt + minutes * MINUTE;
const pending = { status: 'pending', last_seen: null };

describe('banner of a node that was just added', () => {
  it('waits, says stalled after two minutes, and is silent after ten', () => {
    expect(recentNodeState(created, pending, at(0.1))).toBe('waiting');
    expect(recentNodeState(created, undefined, at(1.9))).toBe('waiting');
    expect(recentNodeState(created, pending, at(2.1))).toBe('stalled');
    expect(recentNodeState(created, pending, at(10.1))).toBe('none');
    expect(recentNodeState(null, undefined, at(0))).toBe('none');
  });

  it('is live only with a status other than pending and a last-seen time', () => {
    expect(recentNodeState(created, { status: 'online', last_seen: '2026-01-01T00:00:00Z' }, at(3))).toBe(
      'live',
    );
    expect(recentNodeState(created, { status: 'online', last_seen: null }, at(1))).toBe('waiting');
    expect(recentNodeState(created, { status: 'pending', last_seen: '2026-01-01T00:00:00Z' }, at(1))).toBe(
      'waiting',
    );
  });

  it('is kept per organisation and survives only undamaged', () => {
    expect(recentNodeKey('org_7')).toBe('os.recentlyCreatedNode.org_7');
    const stored = storedRecentNode(created);
    expect(stored).toEqual({ node_id: '1a2b3c4d', name: 'Shop PC', created_at: 1_000_000 });
    expect(parseRecentNode(JSON.parse(JSON.stringify(stored)))).toEqual(created);
    for (const value of [null, 'x', {}, { ...stored, created_at: 'now' }])
      expect(parseRecentNode(value)).toBeNull();
  });
});

describe('lines that connect a node', () => {
  it('are the quick setup and its environment form', () => {
    const url = 'http://192.168.1.10:8000';
    const login = { nodeId: '1a2b3c4d', key: 'k-1' };
    expect(quickSetupLine(url, login)).toBe(
      'sourcebox-sentry-cloudnode setup --url http://192.168.1.10:8000 --node-id 1a2b3c4d --key k-1',
    );
    expect(environmentLines(url, login).split('\n')).toEqual([
      'SOURCEBOX_SENTRY_API_URL=http://192.168.1.10:8000',
      'SOURCEBOX_SENTRY_NODE_ID=1a2b3c4d',
      'SOURCEBOX_SENTRY_API_KEY=k-1',
    ]);
  });
});

describe('storage of a node', () => {
  const storage = { used_bytes: 0, max_bytes: 0, reported_at: '2026-01-01T00:00:00Z' };
  const disk = (free: number, total: number) =>
    judgeDisk({ ...storage, disk_free_bytes: free, disk_total_bytes: total });

  it('0 of 0 is unknown, not full', () => {
    expect(disk(0, 0)).toEqual({ tone: 'idle', text: 'Disk: unknown' });
  });

  it('below 1 GiB free the node has paused recording', () => {
    expect(disk(1024 ** 3 - 1, 250e9)).toMatchObject({ tone: 'bad' });
    expect(disk(1024 ** 3 - 1, 250e9).text).toContain('paused recording');
    expect(disk(1024 ** 3, 250e9).tone).toBe('idle');
  });
});
