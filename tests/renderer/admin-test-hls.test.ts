import { describe, expect, it, vi } from 'vitest';
import type { Camera } from '../../server/contract/fleet/cameras.ts';
import type { SessionEvents } from '../../renderer/features/player/hls-session.ts';
import type { PlayerSnapshot } from '../../renderer/features/player/player-snapshot.ts';
import { EventLog } from '../../renderer/features/test-hls/measure/event-log.ts';
import { bufferAhead, namedFigures, NO_FIGURES } from '../../renderer/features/test-hls/measure/figures.ts';
import { reportText } from '../../renderer/features/test-hls/measure/report-text.ts';
import { SegmentMeter } from '../../renderer/features/test-hls/measure/segment-meter.ts';
import { StallWatch } from '../../renderer/features/test-hls/measure/stall-watch.ts';
import { traced } from '../../renderer/features/test-hls/measure/traced-session.ts';

const CAMERA: Camera = {
  camera_id: 'ab12_video0',
  name: 'Front door',
  node_id: 'ab12',
  node_name: 'Back office',
  node_type: 'usb',
  capabilities: [],
  group_id: null,
  group: null,
  status: 'online',
  last_error: null,
  last_seen: null,
  disabled_by_plan: false,
  video_codec: 'avc1.64001f',
  audio_codec: null,
  recording_policy: {
    continuous_24_7: false,
    scheduled_recording: false,
    scheduled_start: null,
    scheduled_end: null,
  },
  recording: { wanted: false, reported: null },
};

class StandInVideo extends EventTarget {
  seeking = false;
}

describe('the log of player events', () => {
  it('keeps the last 50, newest first, and merges what repeats in a row', () => {
    let now = 1000;
    const log = new EventLog(() => now);
    for (let index = 1; index <= 3; index += 1) {
      now += 1000;
      log.add('Segment', { kind: 'segment' });
    }
    expect(log.events).toMatchObject([{ text: 'Segment', times: 3, at: 4000 }]);
    log.add('Jump');
    log.add('Segment', { kind: 'segment' });
    expect(log.events.map(({ times }) => times)).toEqual([1, 1, 3]);
    for (let index = 0; index < 60; index += 1) log.add(`Event ${index}`);
    expect(log.events).toHaveLength(50);
    expect(log.events[0]?.text).toBe('Event 59');
    expect(new Set(log.events.map(({ id }) => id)).size).toBe(50);
  });
});

describe('a traced session', () => {
  const stage = async () => {
    const log = new EventLog(() => 0);
    const calls: string[] = [];
    const seconds: number[] = [];
    let inner: SessionEvents | undefined;
    const open = await traced(
      () =>
        Promise.resolve((_video, _url, events: SessionEvents) => {
          inner = events;
          return {
            retryLoad: () => calls.push('retryLoad'),
            recoverMedia: () => true,
            stopLoad: () => calls.push('stopLoad'),
            destroy: () => calls.push('destroy'),
          };
        }),
      log,
      (length) => seconds.push(length),
    )();
    const session = open(new StandInVideo() as unknown as HTMLVideoElement, '/x.m3u8', {
      playlist: (end) => calls.push(`playlist ${end}`),
      segment: (end) => calls.push(`segment ${end}`),
      codec: (codec) => calls.push(codec),
      cameBack: () => calls.push('cameBack'),
      undecodable: () => calls.push('undecodable'),
      failed: ({ kind }) => calls.push(`failed ${kind}`),
    });
    if (inner === undefined) throw new Error('not opened');
    return { log, calls, seconds, session, inner };
  };

  it('passes everything on and writes down what is news', async () => {
    const { log, calls, seconds, session, inner } = await stage();
    inner.playlist(5, 1000, 'polling');
    inner.playlist(6, 1000, 'notice');
    inner.playlist(2, 1000, 'notice');
    inner.segment(3, 1);
    inner.failed({ kind: 'network', status: 404, segment: false });
    inner.failed({ kind: 'network', status: null, segment: true });
    session.retryLoad();
    expect(session.recoverMedia(0)).toBe(true);
    session.destroy();
    expect(calls).toEqual([
      'playlist 5',
      'playlist 6',
      'playlist 2',
      'segment 3',
      'failed network',
      'failed network',
      'retryLoad',
      'destroy',
    ]);
    expect(seconds).toEqual([1]);
    expect(log.events.map(({ text }) => text).toReversed()).toEqual([
      'Session opened',
      'First playlist, up to segment 5',
      'Segments last up to 1 s',
      'Asks the server for new segments',
      'The server tells of new segments',
      'Segment numbers fell from 6 to 2',
      'Segment of 1.0 s buffered',
      'A playlist was answered with status 404',
      'No answer for a segment',
      'Tries to load again',
      'Rebuilds its buffers',
      'Session closed',
    ]);
  });
});

describe('figures', () => {
  it('the delay says how segments are learned of', () => {
    const delay = (snapshot: Partial<PlayerSnapshot>) =>
      namedFigures({ ...NO_FIGURES, snapshot: { ...NO_FIGURES.snapshot, ...snapshot } })[0]?.value;
    expect(delay({})).toBe('not known');
    expect(delay({ delayMs: 1300, origin: 'notice' })).toBe('1.3 s, by notice');
    expect(delay({ delayMs: 2100, origin: 'polling' })).toBe('2.1 s, by polling');
  });

  it('the bit rate is bytes over seconds of the last ten segments', () => {
    const meter = new SegmentMeter();
    expect(meter.bitsPerSecond).toBeNull();
    meter.received(9_000_000);
    for (let index = 0; index < 10; index += 1) {
      meter.received(250_000);
      meter.buffered(2);
    }
    expect(meter.bitsPerSecond).toBe(1_000_000);
  });

  it('a stall counts once the picture has moved and it can be seen, and not while jumping', () => {
    vi.useFakeTimers();
    const told: string[] = [];
    const video = new StandInVideo();
    const watch = new StallWatch(
      video as unknown as HTMLVideoElement,
      () => told.push('start'),
      (seconds) => told.push(`end ${seconds}`),
    );
    const waits = (ms: number) => {
      video.dispatchEvent(new Event('waiting'));
      vi.advanceTimersByTime(ms);
      const { stalls } = watch;
      video.dispatchEvent(new Event('playing'));
      return stalls;
    };
    expect(waits(5000).count).toBe(0);
    video.seeking = true;
    expect(waits(5000).count).toBe(0);
    video.seeking = false;
    expect(waits(40)).toEqual({ count: 0, seconds: 0 });
    expect(waits(1500)).toEqual({ count: 1, seconds: 1.5 });
    expect(watch.stalls).toEqual({ count: 1, seconds: 1.5 });
    expect(told).toEqual(['start', 'end 1.5']);
    video.dispatchEvent(new Event('emptied'));
    expect(waits(5000).count).toBe(1);
    watch.dispose();
    expect(waits(5000).count).toBe(1);
    vi.useRealTimers();
  });

  it('the buffer ahead belongs to the stretch that is played', () => {
    const parts = [
      [0, 4],
      [6, 9],
    ] as const;
    const buffered = {
      length: parts.length,
      start: (index: number) => parts[index]?.[0] ?? 0,
      end: (index: number) => parts[index]?.[1] ?? 0,
    };
    expect(bufferAhead({ buffered, currentTime: 3 })).toBe(1);
    expect(bufferAhead({ buffered, currentTime: 6.5 })).toBe(2.5);
    expect(bufferAhead({ buffered, currentTime: 5 })).toBeNull();
  });

  it('the text holds camera, figures, events and playlist', () => {
    const figures = { ...NO_FIGURES, decoded: 90, dropped: 10, bitsPerSecond: 2_500_000 };
    expect(namedFigures(figures).find(({ name }) => name === 'Frames dropped')?.value).toBe('10 (10.0 %)');
    const text = reportText({
      camera: CAMERA,
      figures,
      events: [{ id: 1, at: Date.parse('2026-03-12T10:25:00.250Z'), text: 'Jump', times: 2, isBad: false }],
      playlist: '#EXTM3U',
      browser: 'Some browser',
      now: Date.parse('2026-03-12T10:26:00Z'),
    });
    for (const part of [
      'Video test of Front door (ab12_video0)',
      'Written: 2026-03-12T10:26:00.000Z',
      'State: Stopped',
      'Bit rate: 2.50 Mbit/s',
      '2026-03-12T10:25:00.250Z  Jump (2 times)',
      '#EXTM3U',
    ])
      expect(text).toContain(part);
  });
});
