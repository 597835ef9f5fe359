import { describe, expect, it } from 'vitest';
import { IDLE, type PlayerSnapshot } from '../../renderer/features/player/player-snapshot.ts';
import { formats } from '../../renderer/hooks/format.ts';
import { describeTile } from '../../renderer/features/wall/tile/tile-state.ts';
import type { Camera } from '../../server/contract/fleet/cameras.ts';

const NOW = Date.parse('2026-05-03T14:05:00Z');

const camera: Camera = {
  camera_id: '1a2b3c4d_dev_video0',
  name: 'Front door',
  node_id: '1a2b3c4d',
  node_name: 'Shop PC',
  node_type: 'usb',
  video_codec: null,
  audio_codec: null,
  capabilities: ['streaming'],
  group_id: null,
  group: null,
  status: 'streaming',
  last_error: null,
  last_seen: '2026-05-03T14:04:50Z',
  disabled_by_plan: false,
  recording_policy: {
    continuous_24_7: false,
    scheduled_recording: false,
    scheduled_start: null,
    scheduled_end: null,
  },
  recording: { wanted: false, reported: null },
};
const seen = (changes: Partial<PlayerSnapshot>): PlayerSnapshot => ({ ...IDLE, ...changes });
const words = (changes: Partial<Camera>, snapshot: Partial<PlayerSnapshot>) =>
  describeTile({ ...camera, ...changes }, seen(snapshot), NOW);

describe('what a tile says', () => {
  it('live shows the measured delay', () => {
    expect(words({}, { phase: 'live', delayMs: 1840 })).toMatchObject({ state: 'live', label: 'LIVE 1.8 s' });
  });

  it('moving pictures win over an old report', () => {
    expect(words({ status: 'offline' }, { phase: 'live', delayMs: 900 }).state).toBe('live');
  });

  it('suspended by plan wins over everything', () => {
    expect(words({ disabled_by_plan: true }, { phase: 'live' })).toMatchObject({
      state: 'suspended',
      label: 'Suspended by plan',
    });
    expect(words({}, { phase: 'blocked', blocked: 'plan' }).state).toBe('suspended');
  });

  it('a failed camera tells its last error', () => {
    const said = words({ status: 'failed', last_error: 'device is busy' }, { phase: 'starting' });
    expect(said).toMatchObject({ state: 'failed', sentence: 'Camera failed: device is busy' });
  });

  it('offline tells since when and names the node', () => {
    const said = words({ status: 'offline' }, { phase: 'frozen', lastFrameAt: NOW });
    expect(said.state).toBe('offline');
    expect(said.label).toBe(`Offline since ${formats.timeSeconds(NOW - 10_000)}`);
    expect(said.sentence).toContain('Shop PC');
  });

  it('frozen tells the time of the last picture', () => {
    const said = words({}, { phase: 'frozen', lastFrameAt: NOW });
    expect(said).toMatchObject({ state: 'frozen', tone: 'bad' });
    expect(said.label).toBe(`Frozen since ${formats.timeSeconds(NOW)}`);
    expect(said.label).toMatch(/\d:\d\d:00\b/);
  });

  it('used-up viewing hours are explained and can be tried again', () => {
    expect(words({}, { phase: 'blocked', blocked: 'viewer-hours' })).toMatchObject({
      state: 'failed',
      canRetry: true,
    });
  });

  it.each([
    ['format', 'This browser cannot show this video format'],
    ['unreachable', 'The server does not answer'],
    ['no-stream', 'The stream has not started'],
    [null, 'The stream has not started'],
  ] as const)('no picture for long, because of %s, is said plainly', (trouble, sentence) => {
    const said = words({}, { phase: 'no-picture', trouble });
    expect(said).toMatchObject({ state: 'no-picture', tone: 'warn', label: 'No picture yet' });
    expect(said.sentence).toContain(sentence);
  });

  it('a report of the camera explains a missing picture better than the player', () => {
    expect(words({ status: 'offline' }, { phase: 'no-picture' }).state).toBe('offline');
    expect(words({ status: 'restarting' }, { phase: 'no-picture' }).sentence).toContain('restarting');
  });

  it.each(['idle', 'starting'] as const)('%s is starting, with a reason when there is no stream', (phase) => {
    expect(words({}, { phase })).toMatchObject({ state: 'starting', sentence: null });
    expect(words({}, { phase, trouble: 'no-stream' }).sentence).toContain('Waiting');
  });
});
