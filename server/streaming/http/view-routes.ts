import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Principal } from '../../auth/principal.ts';
import { AppError } from '../../http/app-error.ts';
import { identify, requireMember } from '../../http/guard/authorize.ts';
import { queryOf } from '../../http/request/request-url.ts';
import { requestScope } from '../../http/request/request-scope.ts';
import { codecLine, PLAYLIST_HEADERS, SEGMENT_TYPE, VERSIONED } from './live-answers.ts';
import type { LiveCamera, LiveServices } from './live-services.ts';
import { planLimits } from '../../plans/plan-limits.ts';
import { parseSegmentNumber } from '../segment-name.ts';

const NEVER_STORED = 'no-store';
/** Parameter by which players ask for a playlist that is not there yet, and how far ahead they may ask. */
const BLOCK_UNTIL = '_HLS_msn';
const FURTHEST_AHEAD = 2;

/** The two routes by which people watch. No SQL; a known session is answered without waiting. */
export class ViewRoutes {
  readonly #services: LiveServices;

  constructor(services: LiveServices) {
    this.#services = services;
  }

  async playlist(request: IncomingMessage, response: ServerResponse, cameraId: string): Promise<void> {
    const { principal, camera } = await this.#admit(request, cameraId);
    const { segments, clock } = this.#services;
    this.#note(request, principal, camera);
    if (request.method === 'GET' && (await this.#heldBack(request, response, camera))) {
      if (response.destroyed) return;
      // The session or the camera may have ended meanwhile.
      await this.#admit(request, cameraId);
    }
    const playlist = segments.playlist(cameraId, clock.monotonicMs(), codecLine(camera));
    if (playlist === null) throw notStarted();
    response.writeHead(200, { ...PLAYLIST_HEADERS, 'Content-Length': playlist.body.length });
    this.#services.counts.playlistsServed += 1;
    response.end(request.method === 'HEAD' ? undefined : playlist.body);
  }

  /**
   * Where a player asks for the playlist that lists a media sequence number not published yet, waits for it: until it is
   * published, about three target durations have passed, the player leaves or the server stops. Answers whether it waited.
   */
  async #heldBack(request: IncomingMessage, response: ServerResponse, camera: LiveCamera): Promise<boolean> {
    if (request.url?.includes(BLOCK_UNTIL) !== true) return false;
    const { segments, clock, holds } = this.#services;
    const wanted = queryOf(request.url)[BLOCK_UNTIL];
    if (wanted === undefined) return false;
    const sequence = /^\d{1,15}$/.test(wanted) ? Number(wanted) : Number.NaN;
    const { cameraId } = camera;
    if (segments.playlist(cameraId, clock.monotonicMs(), codecLine(camera)) === null) throw notStarted();
    const newest = (segments.nextSequence(cameraId) ?? 0) - 1;
    if (Number.isNaN(sequence) || sequence > newest + FURTHEST_AHEAD) {
      throw AppError.plain(
        400,
        `${BLOCK_UNTIL} must be a media sequence number at most ${FURTHEST_AHEAD} ahead.`,
      );
    }
    const hold = holds.hold(cameraId, sequence);
    if (hold === undefined) return false;
    response.once('close', hold.cancel);
    if (response.destroyed) hold.cancel();
    await hold.released;
    response.off('close', hold.cancel);
    return true;
  }

  async segment(request: IncomingMessage, response: ServerResponse, address: SegmentAddress): Promise<void> {
    const { principal, camera } = await this.#admit(request, address.cameraId);
    if (parseSegmentNumber(address.name) === undefined) {
      throw AppError.plain(400, 'The segment name must look like segment_00042.ts.');
    }
    const { segments, usage, planInForce, counts } = this.#services;
    const maxViewerHours = planLimits(planInForce(principal.orgId)).maxViewerHoursPerMonth;
    if (maxViewerHours !== null && usage.secondsThisMonth(principal.orgId) >= maxViewerHours * 3600) {
      throw AppError.plain(429, `The viewer-hour allowance of this month (${maxViewerHours} h) is used up.`, {
        'Retry-After': '3600',
      });
    }
    const version = queryOf(request.url)['v'];
    const segment = segments.segment(address.cameraId, address.name, version);
    if (segment === undefined) throw AppError.plain(404, 'This segment is no longer held, or never was.');
    response.writeHead(200, {
      ...SEGMENT_TYPE,
      'Content-Length': segment.bytes.length,
      // A bare name is reused after a node restart; only a name with its version always means the same bytes.
      'Cache-Control': version === undefined ? NEVER_STORED : VERSIONED,
    });
    if (request.method === 'HEAD') {
      response.end();
      return;
    }
    this.#note(request, principal, camera);
    usage.add(principal.orgId);
    counts.segmentsServed += 1;
    counts.segmentBytesServed += segment.bytes.length;
    response.end(segment.bytes);
  }

  /** A page that hears of segments by notice asks for no playlist, so both kinds of requests count as watching. */
  #note(request: IncomingMessage, principal: Principal, { cameraId, nodeId }: LiveCamera): void {
    const { accessLog, addresses } = this.#services;
    accessLog.note({
      principal,
      cameraId,
      nodeId: nodeId ?? '',
      address: addresses.addressOf(request),
      userAgent: request.headers['user-agent'],
    });
  }

  async #admit(
    request: IncomingMessage,
    cameraId: string,
  ): Promise<{ principal: Principal; camera: LiveCamera }> {
    const principal = requireMember(await identify(request, this.#services.identity));
    const scope = requestScope.getStore();
    if (scope !== undefined) scope.orgId = principal.orgId;
    const camera = this.#services.camera(cameraId);
    if (camera === undefined || camera.orgId !== principal.orgId)
      throw AppError.plain(404, 'There is no such camera.');
    return { principal, camera };
  }
}

export interface SegmentAddress {
  readonly cameraId: string;
  readonly name: string;
}

function notStarted(): AppError {
  return AppError.plain(404, 'The stream of this camera has not started yet.');
}
