import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { applyMessage, askEverythingAnew, catchUp } from '../../renderer/api/event-cache.ts';
import { connection } from '../../renderer/api/connection.ts';
import { EventStream, type EventStreamOptions, parseMessage } from '../../renderer/api/events.ts';
import { camerasQuery } from '../../renderer/api/queries.ts';
import { setTokenSource } from '../../renderer/api/signals.ts';
import { burstWords, MotionBursts } from '../../renderer/features/events/motion-bursts.ts';
import type { Camera } from '../../server/contract/fleet/cameras.ts';
import type { MotionMessage } from '../../server/contract/dashboard-events.ts';

/** A socket whose other end is this test. */
class StandInSocket extends EventTarget {
  readyState: number = WebSocket.OPEN;
  readonly sent: string[] = [];

  send(text: string): void {
    this.sent.push(text);
  }

  close(code = 1006): void {
    this.dispatchEvent(Object.assign(new Event('close'), { code }));
  }

  says(message: unknown): void {
    const data = typeof message === 'string' ? message : JSON.stringify(message);
    this.dispatchEvent(new MessageEvent('message', { data }));
  }
}

const HELLO = { type: 'hello', version: '1' };

function stage({ random = () => 0.5, onSignedOut = () => undefined }: EventStreamOptions = {}) {
  const sockets: StandInSocket[] = [];
  const connect = () => {
    const socket = new StandInSocket();
    sockets.push(socket);
    return socket as unknown as WebSocket;
  };
  const stream = new EventStream({ connect, random, onSignedOut });
  const last = () => sockets.at(-1) ?? new StandInSocket();
  return { stream, sockets, last };
}

/** Answers nothing until it is told to. */
function silentServer(): { isServing: boolean } {
  const server = { isServing: false };
  vi.stubGlobal('fetch', async () => {
    if (!server.isServing) throw new TypeError('refused');
    return new Response('{}');
  });
  return server;
}

/** So often that the pauses are the longest; ends with an attempt under way. */
async function triesInVain(last: () => StandInSocket): Promise<void> {
  for (let tries = 0; tries < 6; tries += 1) {
    last().close();
    await vi.advanceTimersByTimeAsync(30_000);
  }
}

describe('event stream', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('addEventListener', () => undefined);
    vi.stubGlobal('removeEventListener', () => undefined);
  });
  afterEach(() => {
    setTokenSource(null);
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it('is open once the server has greeted, not when the socket is', () => {
    const { stream, last } = stage();
    stream.open();
    last().dispatchEvent(new Event('open'));
    expect(stream.getState()).toBe('connecting');
    last().says(HELLO);
    expect(stream.getState()).toBe('open');
    stream.close();
  });

  it('is opened again after 1 s, 2 s, 4 s up to 30 s, and after 1 s again once it was greeted', () => {
    const { stream, sockets, last } = stage();
    stream.open();
    for (const pause of [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]) {
      const before = sockets.length;
      last().close();
      expect(stream.getState()).toBe('lost');
      vi.advanceTimersByTime(pause - 1);
      expect(sockets).toHaveLength(before);
      vi.advanceTimersByTime(1);
      expect(sockets).toHaveLength(before + 1);
    }
    last().says(HELLO);
    last().close();
    const before = sockets.length;
    vi.advanceTimersByTime(1000);
    expect(sockets).toHaveLength(before + 1);
    stream.close();
  });

  it('is opened at once when the server answers again, and not before', async () => {
    const server = silentServer();
    const { stream, sockets, last } = stage();
    stream.open();
    await triesInVain(last);
    last().close();
    const before = sockets.length;
    connection.failed();
    await vi.advanceTimersByTimeAsync(4000);
    expect(sockets).toHaveLength(before);
    server.isServing = true;
    await vi.advanceTimersByTimeAsync(2000);
    expect(sockets).toHaveLength(before + 1);
    stream.close();
  });

  it('is opened again soon when the server answers during an attempt that then fails', async () => {
    const server = silentServer();
    const { stream, sockets, last } = stage();
    stream.open();
    await triesInVain(last);
    const before = sockets.length;
    connection.failed();
    await vi.advanceTimersByTimeAsync(4000);
    server.isServing = true;
    await vi.advanceTimersByTimeAsync(2000);
    expect(sockets).toHaveLength(before);
    last().close();
    await vi.advanceTimersByTimeAsync(1000);
    expect(sockets).toHaveLength(before + 1);
    stream.close();
  });

  it('many tabs do not come back in step: each pause is between half and one and a half', () => {
    for (const [draw, pause] of [
      [0, 500],
      [0.25, 750],
      [0.99, 1490],
    ] as const) {
      const { stream, sockets, last } = stage({ random: () => draw });
      stream.open();
      last().close();
      vi.advanceTimersByTime(pause - 1);
      expect(sockets).toHaveLength(1);
      vi.advanceTimersByTime(1);
      expect(sockets).toHaveLength(2);
      stream.close();
    }
  });

  it('asks who is signed in when the server closes because nobody is, and not at other ends', () => {
    let asked = 0;
    const { stream, last } = stage({ onSignedOut: () => (asked += 1) });
    stream.open();
    last().close(1006);
    vi.advanceTimersByTime(1000);
    expect(asked).toBe(0);
    last().close(4401);
    expect(asked).toBe(1);
    stream.close();
  });

  it('tells the server something only while the connection is open', () => {
    const { stream, last } = stage();
    stream.open();
    stream.send({ type: 'watch', cameras: ['a'] });
    expect(last().sent).toEqual([]);
    last().says(HELLO);
    stream.send({ type: 'watch', cameras: ['a'] });
    expect(last().sent).toEqual(['{"type":"watch","cameras":["a"]}']);
    stream.close();
  });

  it('shows a Bearer token first and again before it ends; a cookie needs no word', async () => {
    const silent = stage();
    silent.stream.open();
    silent.last().dispatchEvent(new Event('open'));
    await vi.advanceTimersByTimeAsync(1);
    expect(silent.last().sent).toEqual([]);
    silent.stream.close();

    setTokenSource(() => Promise.resolve('t1'));
    const { stream, last } = stage();
    stream.open();
    last().dispatchEvent(new Event('open'));
    await vi.advanceTimersByTimeAsync(1);
    expect(last().sent).toEqual(['{"type":"auth","token":"t1"}']);
    setTokenSource(() => Promise.resolve('t2'));
    await vi.advanceTimersByTimeAsync(30_000);
    expect(last().sent).toEqual(['{"type":"auth","token":"t1"}', '{"type":"auth","token":"t2"}']);
    stream.close();
  });

  it('after closing nothing is opened or told any more', () => {
    const { stream, sockets, last } = stage();
    const told: unknown[] = [];
    stream.onMessage((message) => told.push(message));
    stream.open();
    const socket = last();
    stream.close();
    socket.says(HELLO);
    socket.close();
    vi.advanceTimersByTime(120_000);
    expect(sockets).toHaveLength(1);
    expect(told).toEqual([]);
    expect(stream.getState()).toBe('off');
  });

  it.each(['', 'nonsense', '[]', 'null', '{"kind":"x"}', '{"type":5}', new ArrayBuffer(2)])(
    'a frame such as %j is no message',
    (frame) => {
      expect(parseMessage(frame)).toBeNull();
    },
  );
});

describe('motion bursts', () => {
  const motion = (cameraId: string, score: number): MotionMessage => ({
    type: 'motion',
    camera_id: cameraId,
    node_id: 'n',
    score,
    timestamp: '2026-05-30T12:00:00Z',
  });

  it('groups what follows within 6 s per camera, and never uses an id twice', () => {
    const bursts = new MotionBursts();
    const first = bursts.add(motion('a', 40), 0);
    const other = bursts.add(motion('b', 10), 0);
    const second = bursts.add(motion('a', 72), 6000);
    const third = bursts.add(motion('a', 55), 11_000);
    const later = bursts.add(motion('a', 20), 17_001);
    expect(second.id).toBe(first.id);
    expect(third).toMatchObject({ id: first.id, count: 3, peak: 72 });
    expect(later).toMatchObject({ count: 1, peak: 20 });
    expect(new Set([first.id, other.id, later.id]).size).toBe(3);
  });

  it('says a burst in words', () => {
    expect(burstWords({ count: 1, peak: 72 })).toBe('Motion, 72%');
    expect(burstWords({ count: 3, peak: 72 })).toBe('Motion 3 times, up to 72%');
  });
});

describe('events in the cached answers', () => {
  const camera = (id: string) => ({ camera_id: id, status: 'streaming', last_error: null }) as Camera;

  it('a camera event changes that camera only', () => {
    const client = new QueryClient();
    client.setQueryData(camerasQuery.queryKey, [camera('a'), camera('b')]);
    applyMessage(client, { type: 'camera', camera_id: 'b', status: 'failed', last_error: 'no device' });
    const list = client.getQueryData(camerasQuery.queryKey) ?? [];
    expect(list.map(({ status, last_error: error }) => [status, error])).toEqual([
      ['streaming', null],
      ['failed', 'no device'],
    ]);
  });

  it('a change of groups has groups and cameras asked for again, and nothing else', () => {
    const client = new QueryClient();
    for (const key of ['cameras', 'groups', 'nodes']) client.setQueryData([key], []);
    applyMessage(client, { type: 'changed', what: 'groups' });
    const stale = (key: string) => client.getQueryState([key])?.isInvalidated;
    expect([stale('cameras'), stale('groups'), stale('nodes')]).toEqual([true, true, false]);
  });

  it('motion told while an answer is under way is asked for once more after it, once for a burst', async () => {
    const client = new QueryClient();
    const answers: ((list: number[]) => void)[] = [];
    const queryFn = () => new Promise<number[]>((resolve) => answers.push(resolve));
    const observer = new QueryObserver(client, { queryKey: ['motion', 'list'], queryFn });
    const stop = observer.subscribe(() => undefined);
    for (let event = 0; event < 3; event += 1)
      applyMessage(client, {
        type: 'motion',
        camera_id: 'a',
        node_id: 'n',
        score: 40,
        timestamp: '2026-05-30T12:00:00.000Z',
      });
    expect(answers.length).toBe(1);
    answers[0]?.([]);
    await vi.waitFor(() => expect(answers.length).toBe(2));
    answers[1]?.([1, 2, 3]);
    await vi.waitFor(() => expect(observer.getCurrentResult().data).toEqual([1, 2, 3]));
    expect(observer.getCurrentResult().isFetching).toBe(false);
    expect(answers.length).toBe(2);
    stop();
    client.clear();
  });

  it('the first connection has everything asked for again that events tell of, and only that', () => {
    const client = new QueryClient();
    const told = ['cameras', 'notifications', 'motion', 'incidents', 'sentinel', 'deliveries', 'agents'];
    const others = ['me', 'members', 'installation'];
    for (const key of [...told, ...others]) client.setQueryData([key, 'list'], []);
    catchUp(client);
    const stale = (key: string) => client.getQueryState([key, 'list'])?.isInvalidated;
    expect(told.filter((key) => stale(key) !== true)).toEqual([]);
    expect(others.filter((key) => stale(key) === true)).toEqual([]);
  });

  it.each([
    ['at the first connection', catchUp],
    ['at a later connection', askEverythingAnew],
    [
      'while a change is told',
      (client: QueryClient) => applyMessage(client, { type: 'changed', what: 'sentinel' }),
    ],
  ] as const)(
    'a first answer under way %s is taken, and asked for once more; others are asked once',
    async (_when, tell) => {
      const client = new QueryClient();
      const asked: string[] = [];
      const answers = new Map<string, (list: string[]) => void>();
      const query = (name: string, ...initial: string[]) =>
        new QueryObserver(client, {
          queryKey: ['sentinel', name],
          queryFn: () => {
            asked.push(name);
            return new Promise<string[]>((resolve) => answers.set(name, resolve));
          },
          ...(initial.length > 0 ? { initialData: initial, staleTime: Number.POSITIVE_INFINITY } : {}),
        });
      const [runs, rules] = [query('runs'), query('rules', 'known')];
      const stops = [runs, rules].map((one) => one.subscribe(() => undefined));
      expect(asked).toEqual(['runs']);
      tell(client);
      expect(asked).toEqual(['runs', 'rules']);
      answers.get('rules')?.(['known', 'new']);
      answers.get('runs')?.(['before']);
      await vi.waitFor(() => expect(asked).toEqual(['runs', 'rules', 'runs']));
      expect(runs.getCurrentResult().data).toEqual(['before']);
      answers.get('runs')?.(['before', 'told meanwhile']);
      await vi.waitFor(() => expect(runs.getCurrentResult().data).toEqual(['before', 'told meanwhile']));
      expect(rules.getCurrentResult().data).toEqual(['known', 'new']);
      expect(asked).toHaveLength(3);
      for (const stop of stops) stop();
      client.clear();
    },
  );
});
