import type { IncomingMessage, ServerResponse } from 'node:http';
import { pathOf } from '../../http/request/request-url.ts';
import { sendError, sendJson } from '../../http/send.ts';
import { AppError } from '../../http/app-error.ts';
import type { LiveServices } from './live-services.ts';
import { PushRoutes } from './push-routes.ts';
import { countRefusal } from './video-counts.ts';
import { ViewRoutes } from './view-routes.ts';

const PREFIX = '/api/cameras/';
const SEGMENT_PREFIX = 'segment/';

interface HotRoute {
  readonly methods: readonly string[];
  readonly serve: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
}

/**
 * Serves the four video routes in front of the router: they carry nearly all requests, and the router's chain costs
 * several times what answering from memory does.
 */
export class HotPath {
  readonly #services: LiveServices;
  readonly #push: PushRoutes;
  readonly #view: ViewRoutes;

  constructor(services: LiveServices) {
    this.#services = services;
    this.#push = new PushRoutes(services);
    this.#view = new ViewRoutes(services);
  }

  /** Takes the request if its path is one of the four; answers false for every other. */
  handle(request: IncomingMessage, response: ServerResponse): boolean {
    const route = this.#match(pathOf(request.url));
    if (route === undefined) return false;
    if (route.methods.includes(request.method ?? '')) {
      route.serve(request, response).catch((error: unknown) => this.#refuse(request, response, error));
    } else {
      response.setHeader('Allow', route.methods.join(', '));
      sendJson(response, 405, { detail: 'Method Not Allowed' });
    }
    return true;
  }

  #refuse(request: IncomingMessage, response: ServerResponse, error: unknown): void {
    const side = request.method === 'POST' ? 'push' : 'view';
    countRefusal(this.#services.counts, side, error instanceof AppError ? error.status : 500);
    sendError(response, error, this.#services.log);
  }

  #match(path: string): HotRoute | undefined {
    if (!path.startsWith(PREFIX)) return undefined;
    const slash = path.indexOf('/', PREFIX.length);
    if (slash === -1) return undefined;
    const cameraId = path.slice(PREFIX.length, slash);
    // A slash at the end changes nothing on any route, and a node is never redirected.
    const rest = path.endsWith('/') ? path.slice(slash + 1, -1) : path.slice(slash + 1);
    if (rest === 'push-segment')
      return { methods: ['POST'], serve: (q, s) => this.#push.pushSegment(q, s, cameraId) };
    if (rest === 'playlist')
      return { methods: ['POST'], serve: (q, s) => this.#push.pushPlaylist(q, s, cameraId) };
    if (rest === 'stream.m3u8')
      return { methods: ['GET', 'HEAD'], serve: (q, s) => this.#view.playlist(q, s, cameraId) };
    if (!rest.startsWith(SEGMENT_PREFIX)) return undefined;
    const name = rest.slice(SEGMENT_PREFIX.length);
    return { methods: ['GET', 'HEAD'], serve: (q, s) => this.#view.segment(q, s, { cameraId, name }) };
  }
}
