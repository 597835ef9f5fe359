import { describe, expect, it } from 'vitest';
import { installLine } from '../../renderer/features/nodes/setup-lines.ts';
import { promotionKey, wasAsked } from '../../renderer/features/wall/welcome/promotion-note.ts';
import { setupProgress } from '../../renderer/features/wall/welcome/setup-progress.ts';

const URL = 'http://192.168.1.10:8000';
const LOGIN = { nodeId: '1a2b3c4d', key: 'k-1' };

describe('the line of the welcome', () => {
  it('installs and connects on Linux, where it also starts with the computer', () => {
    expect(installLine('linux', URL, LOGIN)).toBe(
      `curl -fsSL ${URL}/install.sh | bash -s -- --url ${URL} --node-id 1a2b3c4d --key k-1 --install-service`,
    );
  });

  it('installs and connects on a Mac, which has no such service', () => {
    expect(installLine('mac', URL, LOGIN)).toBe(
      `curl -fsSL ${URL}/install.sh | bash -s -- --url ${URL} --node-id 1a2b3c4d --key k-1`,
    );
  });

  it('connects on Windows', () => {
    expect(installLine('windows', URL, LOGIN)).toBe(
      `sourcebox-sentry-cloudnode setup --url ${URL} --node-id 1a2b3c4d --key k-1`,
    );
  });
});

describe('how far the setup got', () => {
  const node = (id: string, day: number, reported = false) => ({
    node_id: id,
    name: id,
    status: reported ? 'offline' : 'pending',
    last_seen: reported ? '2026-05-03T12:00:00Z' : null,
    created_at: `2026-05-0${day}T12:00:00Z`,
  });

  it('begins empty, waits for the newest node, and ends with the first that reported', () => {
    expect(setupProgress([])).toEqual({ stage: 'empty' });
    const waiting = [node('a', 1), node('c', 3), node('b', 2)];
    expect(setupProgress(waiting)).toMatchObject({ stage: 'waiting', node: { node_id: 'c' } });
    expect(setupProgress([...waiting, node('d', 1, true)])).toMatchObject({
      stage: 'connected',
      node: { node_id: 'd' },
    });
  });

  it('a node without a time of its last report has not reported', () => {
    const odd = { ...node('a', 1), status: 'online' };
    expect(setupProgress([odd]).stage).toBe('waiting');
  });
});

describe('the request for administrator rights', () => {
  const NOW = Date.parse('2026-05-03T12:00:00Z');

  it('notify 131: stays sent for a day, for this person in this organisation', () => {
    expect(promotionKey('org_1', 'user_1')).not.toBe(promotionKey('org_1', 'user_2'));
    expect(promotionKey('org_1', 'user_1')).not.toBe(promotionKey('org_2', 'user_1'));
    expect(wasAsked(NOW - 3_600_000, NOW)).toBe(true);
    expect(wasAsked(NOW - 25 * 3_600_000, NOW)).toBe(false);
    for (const damaged of [null, 'yes', {}, NOW + 60_000]) expect(wasAsked(damaged, NOW)).toBe(false);
  });
});
