import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Credentials } from '../../auth/principal.ts';
import { SECURITY_HEADERS } from '../../http/guard/security-headers.ts';
import { type HostNames, nameOfHost } from '../../http/guard/host-names.ts';
import { credentialsIn } from '../../http/request-facts.ts';
import { type ViewerHeaders, viewerHeaders } from '../../http/request/raw-headers.ts';
import type { RequestIds } from '../../http/request/request-id.ts';
import { planLimits } from '../../plans/plan-limits.ts';
import type { AccessLog } from '../access-log.ts';
import type { HeldSegment } from '../held-segments.ts';
import type { LivePlaylist } from '../published-window.ts';
import { codecLine, PLAYLIST_HEADERS, SEGMENT_TYPE, VERSIONED } from './live-answers.ts';
import type { LiveCamera, LiveServices } from './live-services.ts';

export interface KnownViewersServices extends Pick<
  LiveServices,
  'clock' | 'segments' | 'usage' | 'counts' | 'identity' | 'camera' | 'planInForce'
> {
  readonly accessLog: Pick<AccessLog, 'isNoted'>;
  readonly hostNames: Pick<HostNames, 'isKnown'>;
}

const PREFIX = '/api/cameras/';
const PLAYLIST = '/stream.m3u8';
const SEGMENT = '/segment/';
/** How long a host name once found to be ours counts as such, ms. */
const HOST_MEMORY_MS = 1_000;
const REMEMBERED_COOKIES = 512;
/** Where the request id is in the prepared headers. */
const REQUEST_ID = 1;

/**
 * Answers what nearly every video request is: somebody whose session is in memory asks for the present playlist, or for a
 * segment by its listed address. It sends exactly what the video routes would, and leaves every other request, and all
 * that must be refused, waited for or noted, to them.
 */
export class KnownViewers {
  readonly #services: KnownViewersServices;
  readonly #playlistHeaders = new WeakMap<LivePlaylist, string[]>();
  readonly #segmentHeaders = new WeakMap<HeldSegment, string[]>();
  readonly #credentials = new Map<string, Credentials>();
  #knownHost = '';
  #hostKnownUntilMs = 0;

  constructor(services: KnownViewersServices) {
    this.#services = services;
  }

  /** Answers the request, or does nothing and says false. */
  answer(request: IncomingMessage, response: ServerResponse, requestIds: RequestIds): boolean {
    const { url } = request;
    if (request.method !== 'GET' || url?.startsWith(PREFIX) !== true || 'encrypted' in request.socket)
      return false;
    const slash = url.indexOf('/', PREFIX.length);
    if (slash === -1) return false;
    const isSegment = url.startsWith(SEGMENT, slash);
    if (!isSegment && !(url.length === slash + PLAYLIST.length && url.endsWith(PLAYLIST))) return false;
    const headers = viewerHeaders(request.rawHeaders);
    if (headers === undefined || !this.#isOurs(headers.host)) return false;
    const { identity, camera: cameraOf } = this.#services;
    const credentials = this.#credentialsIn(headers);
    const identified = identity.identifyCached(credentials);
    if (identified?.kind !== 'signed-in') return false;
    this.#remember(headers, credentials);
    const { orgId, userId } = identified.principal;
    const camera = cameraOf(url.slice(PREFIX.length, slash));
    if (camera === undefined || camera.orgId !== orgId) return false;
    // Who is not noted as watching yet takes the way on which that happens.
    if (!this.#services.accessLog.isNoted(userId, camera.cameraId)) return false;
    const requestId = requestIds.for(headers.requestId);
    return isSegment
      ? this.#segment(response, { orgId, camera, address: url.slice(slash + SEGMENT.length), requestId })
      : this.#playlist(response, { camera, requestId });
  }

  #playlist(
    response: ServerResponse,
    { camera, requestId }: { camera: LiveCamera; requestId: string },
  ): boolean {
    const { segments, clock, counts } = this.#services;
    const playlist = segments.playlist(camera.cameraId, clock.monotonicMs(), codecLine(camera));
    if (playlist === null) return false;
    let headers = this.#playlistHeaders.get(playlist);
    if (headers === undefined) {
      headers = prepared(playlist.body.length, PLAYLIST_HEADERS);
      this.#playlistHeaders.set(playlist, headers);
    }
    headers[REQUEST_ID] = requestId;
    response.writeHead(200, headers);
    counts.playlistsServed += 1;
    // As text, head and body leave in one piece.
    response.end(playlist.latin1, 'latin1');
    return true;
  }

  #segment(
    response: ServerResponse,
    asked: { orgId: string; camera: LiveCamera; address: string; requestId: string },
  ): boolean {
    const { segments, planInForce, usage, counts } = this.#services;
    const maxHours = planLimits(planInForce(asked.orgId)).maxViewerHoursPerMonth;
    if (maxHours !== null && usage.secondsThisMonth(asked.orgId) >= maxHours * 3600) return false;
    const segment = segments.listed(asked.camera.cameraId, asked.address);
    if (segment === undefined) return false;
    let headers = this.#segmentHeaders.get(segment);
    if (headers === undefined) {
      headers = prepared(segment.bytes.length, { ...SEGMENT_TYPE, 'Cache-Control': VERSIONED });
      this.#segmentHeaders.set(segment, headers);
    }
    headers[REQUEST_ID] = asked.requestId;
    response.writeHead(200, headers);
    usage.add(asked.orgId);
    counts.segmentsServed += 1;
    const { bytes } = segment;
    counts.segmentBytesServed += bytes.length;
    segments.memory.borrow(bytes);
    // After the last byte is with the system, or the connection is gone.
    response.once('close', () => segments.memory.giveBack(bytes));
    response.end(bytes);
    return true;
  }

  /** A browser sends the same cookies with every request, so they are taken apart once. */
  #credentialsIn({ authorization, cookie }: ViewerHeaders): Credentials {
    const remembered = authorization === undefined && cookie !== undefined && this.#credentials.get(cookie);
    return remembered || credentialsIn(authorization, cookie);
  }

  /** Only what named somebody is remembered, else strangers could push the others out. */
  #remember({ authorization, cookie }: ViewerHeaders, credentials: Credentials): void {
    if (authorization !== undefined || cookie === undefined || this.#credentials.has(cookie)) return;
    if (this.#credentials.size >= REMEMBERED_COOKIES) this.#credentials.clear();
    this.#credentials.set(cookie, credentials);
  }

  #isOurs(host: string): boolean {
    const { clock, hostNames } = this.#services;
    const nowMs = clock.monotonicMs();
    if (host === this.#knownHost && nowMs < this.#hostKnownUntilMs) return true;
    if (!hostNames.isKnown(nameOfHost(host))) return false;
    this.#knownHost = host;
    this.#hostKnownUntilMs = nowMs + HOST_MEMORY_MS;
    return true;
  }
}

/** Names and values in turn; the request id comes first, so that each answer puts its own there. */
function prepared(length: number, own: Readonly<Record<string, string>>): string[] {
  const names = [['X-Request-Id', ''], ...SECURITY_HEADERS, ['Content-Length', String(length)]];
  return [...names, ...Object.entries(own)].flat();
}
