import {
  type HlsConfig,
  type LoaderCallbacks,
  type LoaderConfiguration,
  LoadStats,
  type PlaylistLoaderContext,
} from 'hls.js';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { EventStream } from '../../renderer/api/events.ts';
import { LiveNotices } from '../../renderer/features/player/notices/live-notices.ts';
import {
  type HlsModule,
  loaderClassOf,
  NoticeSource,
} from '../../renderer/features/player/notices/notice-source.ts';
import { live, segment } from './live-messages.ts';

const URL = 'http://shop/api/cameras/a/stream.m3u8';
const SETTINGS = {} as LoaderConfiguration;

class StandInSocket extends EventTarget {
  readyState: number = WebSocket.OPEN;

  send(): void {
    // What is sent is another test's matter.
  }

  close(): void {
    this.dispatchEvent(new Event('close'));
  }

  says(message: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(message) }));
  }
}

/** Ordinary requests of the library; the test answers them. */
const asked: { readonly url: string; readonly callbacks: LoaderCallbacks<PlaylistLoaderContext> }[] = [];
let aborted: number;

class StandInLoader {
  context: PlaylistLoaderContext | null = null;
  readonly stats = new LoadStats();

  load(
    context: PlaylistLoaderContext,
    _: LoaderConfiguration,
    callbacks: LoaderCallbacks<PlaylistLoaderContext>,
  ) {
    this.context = context;
    asked.push({ url: context.url, callbacks });
  }

  abort(): void {
    aborted += 1;
  }

  destroy(): void {
    aborted += 1;
  }
}

let socket: StandInSocket;
let source: NoticeSource;
let stream: EventStream;
let told: string[];

/** A playlist request as the library makes it: for a certain segment, or to find out how things are. */
function request(sequence: number | null = null) {
  const Loader = loaderClassOf(source, { LoadStats } as HlsModule);
  const loader = new Loader({ loader: StandInLoader } as unknown as HlsConfig);
  const answers: string[] = [];
  const context = {
    url: sequence === null ? URL : `${URL}?_HLS_msn=${sequence}`,
    deliveryDirectives: sequence === null ? null : { msn: sequence },
  } as PlaylistLoaderContext;
  loader.load(context, SETTINGS, {
    onSuccess: ({ data, url }) => {
      const text = typeof data === 'string' ? data : '';
      source.knownEnd = Number([...text.matchAll(/segment_(\d+)\.ts/g)].at(-1)?.[1]);
      expect(url).toBe(URL);
      answers.push(text);
    },
    onError: ({ code }) => answers.push(`error ${code}`),
    onTimeout: () => answers.push('timeout'),
  });
  return { loader, answers };
}

const plain = (...sequences: number[]) =>
  [
    '#EXTM3U',
    '#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES',
    ...sequences.map((one) => `segment_0000${one}.ts`),
  ].join('\n');

function serverAnswers(text: string): void {
  const { callbacks } = asked.shift() ?? {};
  callbacks?.onSuccess({ url: URL, data: text }, new LoadStats(), {} as PlaylistLoaderContext, null);
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('addEventListener', () => undefined);
  vi.stubGlobal('removeEventListener', () => undefined);
  asked.length = 0;
  aborted = 0;
  told = [];
  const connect = () => {
    socket = new StandInSocket();
    return socket as unknown as WebSocket;
  };
  stream = new EventStream({ connect, random: () => 0.5 });
  stream.open();
  socket.says({ type: 'hello', version: '1' });
  source = new NoticeSource(new LiveNotices(stream, { random: () => 0.5 }), 'a', () =>
    told.push('live again'),
  );
});

afterEach(() => {
  stream.close();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it('the first request is answered by the first word of the server, and nothing is fetched', async () => {
  const { answers } = request();
  await vi.advanceTimersByTimeAsync(30);
  expect(answers).toEqual([]);
  socket.says(live('a', 4, 5));
  expect(answers).toHaveLength(1);
  expect(source.origin).toBe('notice');
  expect(asked).toEqual([]);
});

it('a request for the next segment is held until it is told, and answered at that moment', async () => {
  socket.says(live('a', 4, 5));
  await vi.advanceTimersByTimeAsync(0);
  request();
  await vi.advanceTimersByTimeAsync(0);
  const { answers } = request(6);
  await vi.advanceTimersByTimeAsync(900);
  expect(answers).toEqual([]);
  socket.says(segment('a', 6));
  expect(answers).toEqual([expect.stringContaining('segment_00006.ts')]);
  expect(asked).toEqual([]);
});

it('a segment told while the library was busy is answered at once', async () => {
  socket.says(live('a', 4, 5));
  request();
  await vi.advanceTimersByTimeAsync(0);
  socket.says(segment('a', 6));
  const { answers } = request(6);
  await vi.advanceTimersByTimeAsync(0);
  expect(answers).toHaveLength(1);
});

it('silence of 3 s has the server asked without holding, and notices are back with the next one', async () => {
  socket.says(live('a', 4, 5));
  request();
  await vi.advanceTimersByTimeAsync(0);
  const held = request(6);
  await vi.advanceTimersByTimeAsync(2999);
  expect(asked).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(asked.map(({ url }) => url)).toEqual([URL]);
  serverAnswers(plain(5, 6));
  expect(held.answers).toEqual(['#EXTM3U\nsegment_00005.ts\nsegment_00006.ts']);
  expect(source.origin).toBe('polling');
  request();
  await vi.advanceTimersByTimeAsync(0);
  expect(asked).toHaveLength(1);
  serverAnswers(plain(6, 7));
  socket.says(live('a', 6, 8));
  const back = request();
  await vi.advanceTimersByTimeAsync(0);
  expect(back.answers).toEqual([expect.stringContaining('segment_00008.ts')]);
  expect(source.origin).toBe('notice');
});

it('a lost connection has the server asked within a second, and a new one is used again', async () => {
  socket.says(live('a', 4, 5));
  request();
  await vi.advanceTimersByTimeAsync(0);
  const held = request(6);
  await vi.advanceTimersByTimeAsync(0);
  socket.close();
  await vi.advanceTimersByTimeAsync(500);
  expect(asked).toHaveLength(1);
  serverAnswers(plain(5, 6));
  expect(held.answers).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(600);
  socket.says({ type: 'hello', version: '1' });
  socket.says(live('a', 5, 7));
  const { answers } = request();
  await vi.advanceTimersByTimeAsync(0);
  expect(answers).toEqual([expect.stringContaining('segment_00007.ts')]);
});

it('refusals and time-outs of the server reach the library', async () => {
  await vi.advanceTimersByTimeAsync(600);
  const refused = request();
  const late = request();
  await vi.advanceTimersByTimeAsync(0);
  const [first, second] = asked;
  const context = {} as PlaylistLoaderContext;
  first?.callbacks.onError({ code: 402, text: '' }, context, null, new LoadStats());
  second?.callbacks.onTimeout(new LoadStats(), context, null);
  expect([refused.answers, late.answers]).toEqual([['error 402'], ['timeout']]);
});

it('an answer told too early is not taken back: one number less waits, much less is another stream', async () => {
  socket.says(live('a', 40, 50));
  request();
  await vi.advanceTimersByTimeAsync(0);
  const { answers } = request(51);
  await vi.advanceTimersByTimeAsync(0);
  socket.says(live('a', 40, 49));
  expect(answers).toEqual([]);
  socket.says(live('a', 1, 3));
  expect(answers).toEqual([expect.stringContaining('segment_00003.ts')]);
});

it('what was given up is not answered any more', async () => {
  const left = request();
  left.loader.destroy();
  const aborts = request();
  await vi.advanceTimersByTimeAsync(0);
  aborts.loader.abort();
  socket.says(live('a', 4, 5));
  await vi.advanceTimersByTimeAsync(5000);
  expect([left.answers, aborts.answers, asked]).toEqual([[], [], []]);
});

it('a request that is on its way is given up with its loader', async () => {
  await vi.advanceTimersByTimeAsync(600);
  const { loader } = request();
  await vi.advanceTimersByTimeAsync(0);
  expect(asked).toHaveLength(1);
  loader.destroy();
  expect(aborted).toBe(1);
});

it('a camera that becomes live is told once, not with every segment', () => {
  socket.says({ ...live('a', 1, 1), segments: [] });
  socket.says(live('a', 4, 5));
  socket.says(segment('a', 6));
  expect(told).toEqual(['live again']);
});
