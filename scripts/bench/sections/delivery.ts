import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { CameraFeed } from '../load/camera-feed.ts';
import { getHead, HttpConnection } from '../load/http-connection.ts';
import { NoticeSocket } from '../load/notice-socket.ts';
import { newestUri } from '../load/shop-servers.ts';
import { line, type Bench, type SectionResult } from '../section.ts';
import { ServerProcess } from '../servers/server-process.ts';
import { quantile } from '../statistics.ts';

const VIEWERS = 12;
const SEGMENT_BYTES = 300_000;
const PERIOD_MS = 1_000;
const METHODS = ['polling', 'blocking reload', 'notice + GET'] as const;
type Method = (typeof METHODS)[number];

/** A camera that delivers a segment a second, and when each was taken in. */
interface Stream {
  readonly server: ServerProcess;
  readonly cameraId: string;
  /** Uri of a segment → when the server took it in, ms since 1970. */
  readonly acceptedMs: ReadonlyMap<string, number>;
  readonly isOver: () => boolean;
  readonly arrived: (uri: string, atMs: number) => void;
}

/** From a segment's acceptance to its last byte at each of twelve viewers. */
export async function delivery(bench: Bench): Promise<SectionResult> {
  const delays: Record<string, number[]> = {};
  for (const method of METHODS) {
    bench.say(`${VIEWERS} viewers by ${method}`);
    delays[method] = await measure(bench, method, bench.quick ? 10 : 40);
  }
  const of = (method: Method, share: number): number => quantile(delays[method] ?? [], share);
  const note = (method: Method): string =>
    `p50 ${of(method, 0.5).toFixed(1)}, p95 ${of(method, 0.95).toFixed(1)}, p99 ${of(method, 0.99).toFixed(1)} ms of ${delays[method]?.length ?? 0}`;
  const shown = { digits: 1, unit: ' ms' };
  return {
    title: `From accepted to delivered, ${VIEWERS} viewers of one camera, 300 KB`,
    lines: [
      line('polling each second: p50', of('polling', 0.5), { ...shown, note: note('polling') }),
      line('blocking reload: p95', of('blocking reload', 0.95), {
        ...shown,
        atMost: 30,
        note: note('blocking reload'),
      }),
      line('notice + GET: p50', of('notice + GET', 0.5), { ...shown, atMost: 8, note: note('notice + GET') }),
    ],
    figures: delays,
  };
}

async function measure(bench: Bench, method: Method, seconds: number): Promise<number[]> {
  await using stack = new AsyncDisposableStack();
  const server = stack.use(await ServerProcess.start(bench.serverArgs));
  const [camera] = await server.addCameras(1);
  if (camera === undefined) throw new Error('The server registered no camera.');
  const feed = stack.adopt(new CameraFeed(server, camera), (one) => one.close());
  const acceptedMs = new Map<string, number>();
  const delays: { readonly uri: string; readonly atMs: number }[] = [];
  const ending = new AbortController();
  const stream: Stream = {
    server,
    cameraId: camera.id,
    acceptedMs,
    isOver: () => ending.signal.aborted,
    arrived: (uri, atMs) => delays.push({ uri, atMs }),
  };
  for (let count = 0; count < 3; count += 1) await feed.deliver(randomBytes(SEGMENT_BYTES));
  stack.use(
    await NoticeSocket.open(server, [camera.id], ({ uri, acceptedMs: at }) => acceptedMs.set(uri, at)),
  );
  const watching = Array.from({ length: VIEWERS }, (_, index) => watch(method, stream, index));
  for (let second = 0; second < seconds; second += 1) {
    await sleep(PERIOD_MS);
    await feed.deliver(randomBytes(SEGMENT_BYTES));
  }
  await sleep(PERIOD_MS * 1.5);
  ending.abort();
  await Promise.all(watching);
  return delays.flatMap(({ uri, atMs }) => {
    const at = acceptedMs.get(uri);
    return at === undefined ? [] : [Math.max(0, atMs - at)];
  });
}

function nowMs(): number {
  return performance.timeOrigin + performance.now();
}

async function watch(method: Method, stream: Stream, index: number): Promise<void> {
  const connection = new HttpConnection(stream.server.port);
  try {
    if (method === 'notice + GET') await byNotice(stream, connection);
    else if (method === 'polling') await byPolling(stream, connection, index);
    else await byBlocking(stream, connection);
  } finally {
    connection.close();
  }
}

async function fetchNew(stream: Stream, connection: HttpConnection, uri: string): Promise<void> {
  const { status } = await connection.ask(
    getHead(`/api/cameras/${stream.cameraId}/${uri}`, stream.server.cookieLine),
  );
  if (status === 200) stream.arrived(uri, nowMs());
}

async function byNotice(stream: Stream, connection: HttpConnection): Promise<void> {
  const queue: string[] = [];
  const socket = await NoticeSocket.open(stream.server, [stream.cameraId], ({ uri }) => {
    queue.push(uri);
    void drain();
  });
  const drain = async (): Promise<void> => {
    if (connection.isBusy) return;
    for (let uri = queue.shift(); uri !== undefined; uri = queue.shift())
      await fetchNew(stream, connection, uri);
  };
  while (!stream.isOver()) await sleep(50);
  socket[Symbol.dispose]();
}

async function byPolling(stream: Stream, connection: HttpConnection, index: number): Promise<void> {
  let last = '';
  await sleep((index / VIEWERS) * PERIOD_MS);
  while (!stream.isOver()) {
    const dueAt = performance.now() + PERIOD_MS;
    const uri = newestUri(await playlist(stream, connection, ''));
    if (uri !== undefined && uri !== last) await fetchNew(stream, connection, uri);
    last = uri ?? last;
    await sleep(Math.max(0, dueAt - performance.now()));
  }
}

async function byBlocking(stream: Stream, connection: HttpConnection): Promise<void> {
  let last = '';
  let query = '';
  while (!stream.isOver()) {
    const text = await playlist(stream, connection, query);
    const uri = newestUri(text);
    if (uri !== undefined && uri !== last) await fetchNew(stream, connection, uri);
    else await sleep(20);
    last = uri ?? last;
    query = `?_HLS_msn=${newestSequence(text) + 1}`;
  }
}

async function playlist(stream: Stream, connection: HttpConnection, query: string): Promise<string> {
  const path = `/api/cameras/${stream.cameraId}/stream.m3u8${query}`;
  return (await connection.ask(getHead(path, stream.server.cookieLine), { keep: true })).text;
}

function newestSequence(text: string): number {
  const first = Number(/#EXT-X-MEDIA-SEQUENCE:(\d+)/.exec(text)?.[1] ?? 0);
  return first + (text.match(/^segment\//gm)?.length ?? 0) - 1;
}
