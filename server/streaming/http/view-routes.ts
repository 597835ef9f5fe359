import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Principal } from '../../auth/principal.ts';
import { AppError } from '../../http/app-error.ts';
import { identify, requireMember } from '../../http/guard/authorize.ts';
import { queryOf } from '../../http/request/request-url.ts';
import { requestScope } from '../../http/request/request-scope.ts';
import type { LiveCamera, LiveServices } from './live-services.ts';
import { planLimits } from '../../plans/plan-limits.ts';
import { parseSegmentNumber } from '../segment-name.ts';

const VERSIONED = 'private, max-age=300, immutable';
const NEVER_STORED = 'no-store';

/** The two routes by which people watch. No SQL; a known session is answered without waiting. */
export class ViewRoutes {
  readonly #services: LiveServices;

  constructor(services: LiveServices) {
    this.#services = services;
  }

  async playlist(request: IncomingMessage, response: ServerResponse, cameraId: string): Promise<void> {
    const { principal, camera } = await this.#admit(request, cameraId);
    const { segments, accessLog, addresses, clock } = this.#services;
    accessLog.note({
      principal,
      cameraId,
      nodeId: camera.nodeId ?? '',
      address: addresses.addressOf(request),
      userAgent: request.headers['user-agent'],
    });
    const playlist = segments.playlist(cameraId, clock.monotonicMs(), codecLine(camera));
    if (playlist === null) throw AppError.plain(404, 'The stream of this camera has not started yet.');
    response.writeHead(200, {
      'Content-Type': 'application/vnd.apple.mpegurl',
      'Content-Length': playlist.body.length,
      'Cache-Control': 'no-store, no-cache, must-revalidate, max-age=0',
      Pragma: 'no-cache',
    });
    response.end(request.method === 'HEAD' ? undefined : playlist.body);
  }

  async segment(request: IncomingMessage, response: ServerResponse, address: SegmentAddress): Promise<void> {
    const { principal } = await this.#admit(request, address.cameraId);
    if (parseSegmentNumber(address.name) === undefined) {
      throw AppError.plain(400, 'The segment name must look like segment_00042.ts.');
    }
    const { segments, usage, planInForce } = this.#services;
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
      'Content-Type': 'video/mp2t',
      'Content-Length': segment.bytes.length,
      // A bare name is reused after a node restart; only a name with its content's hash always means the same bytes.
      'Cache-Control': version === undefined ? NEVER_STORED : VERSIONED,
    });
    if (request.method === 'HEAD') {
      response.end();
      return;
    }
    usage.add(principal.orgId);
    response.end(segment.bytes);
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

/** One informative tag; players ignore tags they do not know. */
function codecLine(camera: LiveCamera): string | undefined {
  if (camera.videoCodec === null) return undefined;
  const codecs = camera.audioCodec === null ? camera.videoCodec : `${camera.videoCodec},${camera.audioCodec}`;
  return `#EXT-X-CODECS:"${codecs}"`;
}
