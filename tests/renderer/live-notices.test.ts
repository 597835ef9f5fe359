import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { StreamState } from '../../renderer/api/events.ts';
import { CameraWindow } from '../../renderer/features/player/notices/camera-window.ts';
import { LiveNotices } from '../../renderer/features/player/notices/live-notices.ts';
import type { DashboardMessage, DashboardWatch } from '../../server/contract/dashboard-events.ts';
import { live, segment } from './live-messages.ts';

/** The tab's connection, whose other end is this test. */
class StandInWire {
  state: StreamState = 'open';
  readonly sent: string[][] = [];
  readonly #listeners = new Set<() => void>();
  readonly #messages = new Set<(message: DashboardMessage) => void>();

  readonly getState = () => this.state;
  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  onMessage(listener: (message: DashboardMessage) => void) {
    this.#messages.add(listener);
    return () => this.#messages.delete(listener);
  }

  send({ cameras }: DashboardWatch): void {
    this.sent.push(cameras);
  }

  says(message: DashboardMessage): void {
    for (const listener of this.#messages) listener(message);
  }

  becomes(state: StreamState): void {
    this.state = state;
    for (const listener of this.#listeners) listener();
    if (state === 'open') this.says({ type: 'hello', version: '1' });
  }
}

let wire: StandInWire;
let notices: LiveNotices;
const gathered = () => vi.advanceTimersByTime(20);
const nothing = () => undefined;

beforeEach(() => {
  vi.useFakeTimers();
  wire = new StandInWire();
  notices = new LiveNotices(wire, { random: () => 0.5 });
});
afterEach(() => vi.useRealTimers());

describe('what the server is told', () => {
  it('tiles that come together are told together, once', () => {
    const releases = ['a', 'b', 'c'].map((id) => notices.watch(id, nothing));
    expect(wire.sent).toEqual([]);
    gathered();
    expect(wire.sent).toEqual([['a', 'b', 'c']]);
    vi.advanceTimersByTime(60_000);
    expect(wire.sent).toHaveLength(1);
    for (const release of releases) release();
    gathered();
    expect(wire.sent).toEqual([['a', 'b', 'c'], []]);
  });

  it('a tile that is hidden is no longer watched, unless another player shows the camera', () => {
    const first = notices.watch('a', nothing);
    const second = notices.watch('a', nothing);
    notices.watch('b', nothing);
    gathered();
    first();
    gathered();
    expect(wire.sent).toEqual([['a', 'b']]);
    second();
    gathered();
    expect(wire.sent).toEqual([['a', 'b'], ['b']]);
  });

  it('a player that is built anew tells nothing, and what is known stays known', () => {
    const before = notices.watch('a', nothing);
    gathered();
    wire.says(live('a', 5, 6));
    before();
    notices.watch('a', nothing);
    gathered();
    expect(wire.sent).toHaveLength(1);
    expect(notices.windowOf('a')?.endSequence).toBe(6);
  });

  it('everything again on each new connection, and nothing while there is none', () => {
    notices.watch('a', nothing);
    gathered();
    wire.becomes('lost');
    notices.watch('b', nothing);
    gathered();
    expect(wire.sent).toEqual([['a']]);
    wire.becomes('open');
    expect(wire.sent).toEqual([['a'], ['a', 'b']]);
  });

  it('no more than 64 cameras', () => {
    for (let index = 0; index < 70; index += 1) notices.watch(`c${index}`, nothing);
    gathered();
    expect(wire.sent[0]).toHaveLength(64);
  });
});

describe('what is known of a camera', () => {
  it('grows by each segment, which is told to its players only', () => {
    const news: string[] = [];
    notices.watch('a', () => news.push('a'));
    notices.watch('b', () => news.push('b'));
    gathered();
    wire.says(live('a', 5, 6));
    wire.says(segment('a', 7));
    wire.says(segment('foreign', 9));
    expect(news).toEqual(['a', 'a']);
    expect(notices.windowOf('a')?.endSequence).toBe(7);
    expect(notices.windowOf('b')).toBeNull();
    expect(notices.windowOf('foreign')).toBeNull();
  });

  it('is forgotten when something was missed: the server is asked for all of it', () => {
    notices.watch('a', nothing);
    notices.watch('b', nothing);
    gathered();
    wire.says(live('a', 5, 6));
    wire.says(segment('a', 9));
    expect(notices.windowOf('a')).toBeNull();
    expect(wire.sent).toEqual([['a', 'b'], ['b'], ['a', 'b']]);
    wire.says(live('a', 5, 9));
    expect(notices.windowOf('a')?.endSequence).toBe(9);
  });

  it('a segment told twice changes nothing', () => {
    notices.watch('a', nothing);
    gathered();
    wire.says(live('a', 5, 6));
    wire.says(segment('a', 6));
    expect(notices.windowOf('a')?.endSequence).toBe(6);
    expect(wire.sent).toHaveLength(1);
  });

  it('is replaced by a fresh `live`, also by one with smaller numbers or nothing', () => {
    notices.watch('a', nothing);
    gathered();
    wire.says(live('a', 50, 60));
    wire.says(live('a', 1, 3));
    expect(notices.windowOf('a')?.endSequence).toBe(3);
    wire.says({ ...live('a', 1, 1), segments: [] });
    expect(notices.windowOf('a')).toBeNull();
  });

  it('ends with the connection: the next one may count otherwise', () => {
    notices.watch('a', nothing);
    gathered();
    wire.says(live('a', 5, 6));
    wire.becomes('lost');
    wire.becomes('open');
    expect(notices.windowOf('a')).toBeNull();
  });
});

describe('how long news are waited for', () => {
  const patience = () => notices.patienceMs('a');

  it('half a second for the first word; a camera of which nothing is told is polled', () => {
    notices.watch('a', nothing);
    expect(patience()).toBe(500);
    vi.advanceTimersByTime(500);
    expect(patience()).toBe(0);
  });

  it('3 s after each segment of a second, longer for longer ones', () => {
    notices.watch('a', nothing);
    gathered();
    wire.says(live('a', 5, 6));
    expect(patience()).toBe(3000);
    vi.advanceTimersByTime(2999);
    wire.says(segment('a', 7));
    expect(patience()).toBe(3000);
    vi.advanceTimersByTime(3000);
    expect(patience()).toBe(0);
    wire.says(segment('a', 8));
    expect(patience()).toBe(3000);
    wire.says({ ...live('a', 5, 9), target_s: 10 });
    expect(patience()).toBe(16_500);
  });

  it('not at all for a camera that is not live', () => {
    notices.watch('a', nothing);
    gathered();
    wire.says({ ...live('a', 1, 1), segments: [] });
    expect(patience()).toBe(0);
  });

  it('up to a second after the connection was lost, for each camera another time, and then not', () => {
    let draw = 0;
    notices = new LiveNotices(wire, { random: () => (draw += 0.2) });
    for (const id of ['a', 'b', 'c']) notices.watch(id, nothing);
    gathered();
    for (const id of ['a', 'b', 'c']) wire.says(live(id, 5, 6));
    wire.becomes('lost');
    expect(['a', 'b', 'c'].map((id) => Math.round(notices.patienceMs(id)))).toEqual([200, 400, 600]);
    vi.advanceTimersByTime(1000);
    expect(patience()).toBe(0);
  });
});

describe('the playlist made of notices', () => {
  it('is what the server would publish, with the word that the next one may be asked for at once', () => {
    const window = new CameraWindow({ ...live('a', 41, 42), discontinuity_sequence: 3 });
    window.append({ ...segment('a', 43).segment, discontinuity: true, duration: 2.4 });
    expect(window.playlistText()).toBe(
      [
        '#EXTM3U',
        '#EXT-X-VERSION:6',
        '#EXT-X-TARGETDURATION:2',
        '#EXT-X-MEDIA-SEQUENCE:41',
        '#EXT-X-DISCONTINUITY-SEQUENCE:3',
        '#EXT-X-INDEPENDENT-SEGMENTS',
        '#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES',
        '#EXT-X-PROGRAM-DATE-TIME:2026-05-30T12:00:40.000Z',
        '#EXTINF:1.00000,',
        'segment/segment_00041.ts?v=41',
        '#EXT-X-PROGRAM-DATE-TIME:2026-05-30T12:00:41.000Z',
        '#EXTINF:1.00000,',
        'segment/segment_00042.ts?v=42',
        '#EXT-X-DISCONTINUITY',
        '#EXT-X-PROGRAM-DATE-TIME:2026-05-30T12:00:40.600Z',
        '#EXTINF:2.40000,',
        'segment/segment_00043.ts?v=43',
        '',
      ].join('\n'),
    );
  });

  it('keeps the last 15 segments and counts the discontinuities that left', () => {
    const window = new CameraWindow(live('a', 1, 1));
    for (let sequence = 2; sequence <= 20; sequence += 1)
      window.append({ ...segment('a', sequence).segment, discontinuity: sequence % 4 === 0 });
    const text = window.playlistText();
    expect(text.match(/#EXTINF/g)).toHaveLength(15);
    expect(text).toContain('#EXT-X-MEDIA-SEQUENCE:6\n');
    expect(text).toContain('#EXT-X-DISCONTINUITY-SEQUENCE:1\n');
  });
});
