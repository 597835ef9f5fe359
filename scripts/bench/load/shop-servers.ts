import { playlistText, segmentName } from '../../simulator/wire/playlist-text.ts';
import type { Nginx } from '../servers/nginx.ts';
import type { BenchCamera, ServerProcess } from '../servers/server-process.ts';
import { CameraFeed } from './camera-feed.ts';
import { getHead, HttpConnection } from './http-connection.ts';
import type { Fetched, ShopServer, Viewer } from './shop-load.ts';

const WINDOW = 15;
/** Segments of a camera that nginx keeps: it gains nothing from more of them, and the memory of files is dear. */
export const NGINX_HELD = 20;

/** One kept-alive connection for each viewer of a camera. */
class Connections {
  readonly #port: number;
  readonly #all = new Map<number, HttpConnection>();

  constructor(port: number) {
    this.#port = port;
  }

  of(index: number): HttpConnection {
    const existing = this.#all.get(index);
    if (existing !== undefined) return existing;
    const made = new HttpConnection(this.#port);
    this.#all.set(index, made);
    return made;
  }

  close(): void {
    for (const connection of this.#all.values()) connection.close();
  }
}

export interface LoadedShop extends ShopServer, Disposable {}

/** The address of the newest segment, as the last line of a playlist that is no tag. */
export function newestUri(playlist: string): string | undefined {
  const end = playlist.trimEnd();
  const uri = end.slice(end.lastIndexOf('\n') + 1);
  return uri === '' || uri.startsWith('#') ? undefined : uri;
}

async function poll(connection: HttpConnection, base: string, headers: string): Promise<Fetched> {
  const playlist = await connection.ask(getHead(`${base}stream.m3u8`, headers), { keep: true });
  const uri = newestUri(playlist.text);
  if (playlist.status !== 200 || uri === undefined) return { ok: false, segmentMs: undefined };
  return fetchSegment(connection, base + uri, headers);
}

/** One segment, timed. */
export async function fetchSegment(
  connection: HttpConnection,
  path: string,
  headers: string,
): Promise<Fetched> {
  const startedAt = performance.now();
  const { status } = await connection.ask(getHead(path, headers));
  return { ok: status === 200, segmentMs: performance.now() - startedAt };
}

/** Our server with viewers that ask for the playlist each second. */
export function polledShop(server: ServerProcess, feeds: readonly CameraFeed[], body: Buffer): LoadedShop {
  const viewers = new Connections(server.port);
  const headers = server.cookieLine;
  return {
    pid: server.pid,
    deliver: (camera) => deliverTo(feeds[camera], body),
    watch: ({ index, camera }) =>
      poll(viewers.of(index), `/api/cameras/${feeds[camera]?.camera.id ?? ''}/`, headers),
    [Symbol.dispose]: () => viewers.close(),
  };
}

export async function deliverTo(feed: CameraFeed | undefined, body: Buffer): Promise<boolean> {
  if (feed === undefined) return false;
  const segment = await feed.pushSegment(body);
  const playlist = await feed.pushPlaylist();
  return segment.status === 200 && playlist.status === 200;
}

/** Cameras whose memory is as full as after a minute. */
export async function filledCameras(
  server: ServerProcess,
  cameras: readonly BenchCamera[],
  { body, held }: { readonly body: Buffer; readonly held: number },
): Promise<CameraFeed[]> {
  const feeds = cameras.map((camera) => new CameraFeed(server, camera));
  for (const feed of feeds) {
    for (let count = 1; count < held; count += 1) await feed.pushSegment(body);
    await feed.deliver(body);
  }
  return feeds;
}

/** The same with files: nginx takes them by PUT and hands them out. */
export function nginxShop(nginx: Nginx, cameras: number, body: Buffer): LoadedShop {
  const uploads = new Connections(nginx.port);
  const viewers = new Connections(nginx.port);
  const numbers = Array.from({ length: cameras }, () => 0);
  const put = async (connection: HttpConnection, path: string, bytes: Buffer): Promise<boolean> => {
    const head = `PUT ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: ${bytes.length}\r\n\r\n`;
    const { status } = await connection.ask(head, { body: bytes });
    return status === 201 || status === 204;
  };
  const deliver = async (camera: number): Promise<boolean> => {
    const number = (numbers[camera] ?? 0) + 1;
    numbers[camera] = number;
    const connection = uploads.of(camera);
    const stored = await put(connection, `/${camera}-${segmentName(number)}`, body);
    const text = playlistText({ from: Math.max(1, number - WINDOW + 1), to: number });
    const listed = text.replaceAll('segment_', `${camera}-segment_`);
    const told = await put(connection, `/${camera}-stream.m3u8`, Buffer.from(listed));
    if (number > NGINX_HELD)
      await connection.ask(
        `DELETE /${camera}-${segmentName(number - NGINX_HELD)} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`,
      );
    return stored && told;
  };
  return {
    pid: nginx.pid,
    deliver,
    watch: async ({ index, camera }: Viewer) => {
      const connection = viewers.of(index);
      const playlist = await connection.ask(getHead(`/${camera}-stream.m3u8`, ''), { keep: true });
      const uri = newestUri(playlist.text);
      if (playlist.status !== 200 || uri === undefined) return { ok: false, segmentMs: undefined };
      return fetchSegment(connection, `/${uri}`, '');
    },
    [Symbol.dispose]: () => {
      uploads.close();
      viewers.close();
    },
  };
}
