import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { CameraStream } from '../camera/camera-stream.ts';
import type { NodeArchive, SnapshotRow } from './node-archive.ts';
import { segmentName, writePlaylist } from '../wire/playlist-text.ts';

const PLAYLIST_TYPE = 'application/vnd.apple.mpegurl';
const PAGE = '<!doctype html><title>Simulated node</title><h1>Simulated node</h1>';

/** What the local server shows of its node. */
export interface LanView {
  readonly cameras: () => readonly CameraStream[];
  readonly archive: NodeArchive;
  readonly status: () => unknown;
  readonly describeCamera: (camera: CameraStream) => unknown;
  /** Takes and stores a picture. Throws when there is no segment yet. */
  readonly takeSnapshot: (cameraId: string) => Promise<SnapshotRow>;
}

interface Call {
  readonly view: LanView;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly query: URLSearchParams;
  readonly parts: readonly string[];
}

interface Route {
  readonly method: string;
  readonly pattern: RegExp;
  readonly answer: (call: Call) => void | Promise<void>;
}

/** The node's own HTTP server: no authentication, no CORS headers, no TLS. */
export class LanServer {
  readonly #server: Server;

  constructor(view: LanView) {
    this.#server = createServer((request, response) => {
      answerRequest(view, request, response).catch((error: unknown) => {
        refuse(response, 500, 'internal', error instanceof Error ? error.message : String(error));
      });
    });
  }

  /** Resolves with the bound port; `port` 0 picks a free one. */
  listen(host: string, port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, host, () => resolve((this.#server.address() as AddressInfo).port));
    });
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => {
      this.#server.close(resolve);
    });
  }
}

const ROUTES: readonly Route[] = [
  { method: 'GET', pattern: /^\/health$/, answer: ({ response }) => send(response, 'text/plain', 'OK\n') },
  { method: 'GET', pattern: /^\/hls\/([^/]+)\/stream\.m3u8$/, answer: livePlaylist },
  { method: 'GET', pattern: /^\/hls\/([^/]+)\/([^/]+)$/, answer: liveSegment },
  {
    method: 'GET',
    pattern: /^\/api\/status$/,
    answer: ({ view, response }) => sendJson(response, view.status()),
  },
  { method: 'GET', pattern: /^\/api\/cameras$/, answer: listCameras },
  { method: 'POST', pattern: /^\/api\/cameras\/([^/]+)\/snapshot$/, answer: takeSnapshot },
  { method: 'POST', pattern: /^\/api\/cameras\/([^/]+)\/recording$/, answer: refuseRecording },
  { method: 'GET', pattern: /^\/api\/snapshots$/, answer: listSnapshots },
  { method: 'GET', pattern: /^\/api\/snapshots\/(\d+)$/, answer: showSnapshot },
  { method: 'DELETE', pattern: /^\/api\/snapshots\/(\d+)$/, answer: deleteSnapshot },
  { method: 'GET', pattern: /^\/api\/recordings$/, answer: listRecordings },
  {
    method: 'GET',
    pattern: /^\/api\/recordings\/([^/]+)\/([\d-]{10})\/playlist\.m3u8$/,
    answer: dayPlaylist,
  },
  {
    method: 'GET',
    pattern: /^\/api\/recordings\/([^/]+)\/([\d-]{10})\/segment_(\d+)\.ts$/,
    answer: daySegment,
  },
];

async function answerRequest(
  view: LanView,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://node.invalid');
  for (const route of ROUTES) {
    const found = route.pattern.exec(decodeURIComponent(url.pathname));
    if (!found || route.method !== request.method) continue;
    return route.answer({ view, request, response, query: url.searchParams, parts: found.slice(1) });
  }
  if (request.method === 'GET') send(response, 'text/html; charset=utf-8', PAGE);
  else refuse(response, 404, 'not_found', 'no such path');
}

function livePlaylist({ view, response, parts }: Call): void {
  const camera = cameraOf(view, parts[0]);
  const text = camera?.playlist();
  if (text === undefined) return refuse(response, 404, 'not_found', 'no such stream');
  send(response, PLAYLIST_TYPE, text, { 'cache-control': 'no-cache' });
}

function liveSegment({ view, response, parts }: Call): void {
  const name = parts[1] ?? '';
  if (!/^segment_\d+\.ts$/.test(name)) return refuse(response, 400, 'bad_name', 'not a segment name');
  const segment = cameraOf(view, parts[0])?.heldSegment(name);
  if (!segment) return refuse(response, 404, 'not_found', 'segment is gone');
  send(response, 'video/mp2t', segment.bytes, { 'cache-control': 'max-age=3600' });
}

function listCameras({ view, response }: Call): void {
  sendJson(response, view.cameras().map(view.describeCamera));
}

async function takeSnapshot({ view, request, response, parts }: Call): Promise<void> {
  if (!request.headers['content-type']?.startsWith('application/json')) {
    return refuse(response, 415, 'unsupported_media_type', 'send application/json');
  }
  const camera = cameraOf(view, parts[0]);
  if (!camera) return refuse(response, 404, 'not_found', 'no such camera');
  try {
    const row = await view.takeSnapshot(camera.cameraId);
    sendJson(response, { ...row, image_url: `/api/snapshots/${row.id}` });
  } catch (error) {
    refuse(response, 503, 'unavailable', error instanceof Error ? error.message : String(error));
  }
}

function refuseRecording({ response }: Call): void {
  refuse(response, 409, 'managed', 'recording is controlled by the paired server');
}

function listSnapshots({ view, response, query }: Call): void {
  sendJson(response, view.archive.snapshots(query.get('camera_id') ?? undefined));
}

function showSnapshot({ view, response, parts }: Call): void {
  const picture = view.archive.snapshotPicture(Number(parts[0]));
  if (!picture) return refuse(response, 404, 'not_found', 'no such snapshot');
  send(response, 'image/jpeg', picture);
}

function deleteSnapshot({ view, response, parts }: Call): void {
  if (!view.archive.deleteSnapshot(Number(parts[0]))) {
    return refuse(response, 404, 'not_found', 'no such snapshot');
  }
  sendJson(response, { deleted: true });
}

function listRecordings({ view, response, query }: Call): void {
  sendJson(response, view.archive.recordings(query.get('camera_id') ?? undefined));
}

function dayPlaylist({ view, response, parts }: Call): void {
  const day = view.archive.recordedDay(parts[0] ?? '', parts[1] ?? '');
  if (day.length === 0) return refuse(response, 404, 'not_found', 'nothing recorded');
  send(response, PLAYLIST_TYPE, writePlaylist(day, { discontinuity: false, endList: true }));
}

function daySegment({ view, response, parts }: Call): void {
  const day = view.archive.recordedDay(parts[0] ?? '', parts[1] ?? '');
  const wanted = segmentName(Number(parts[2]));
  const segment = day.find(({ number }) => segmentName(number) === wanted);
  if (!segment) return refuse(response, 404, 'not_found', 'no such segment');
  send(response, 'video/mp2t', view.archive.recordedBytes(segment));
}

function cameraOf(view: LanView, cameraId: string | undefined): CameraStream | undefined {
  return view.cameras().find((camera) => camera.cameraId === cameraId);
}

function sendJson(response: ServerResponse, body: unknown): void {
  send(response, 'application/json', JSON.stringify(body));
}

function send(
  response: ServerResponse,
  type: string,
  body: string | Buffer,
  headers: Record<string, string> = {},
): void {
  response.writeHead(200, { 'content-type': type, 'content-length': Buffer.byteLength(body), ...headers });
  response.end(body);
}

function refuse(response: ServerResponse, status: number, error: string, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ error, message }));
}
