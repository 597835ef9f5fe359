import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { AppError } from './app-error.ts';
import type { ClientAddresses } from './guard/client-address.ts';
import { applyCors } from './guard/cors.ts';
import { hostNameOf, type HostNames } from './guard/host-names.ts';
import { setSecurityHeaders } from './guard/security-headers.ts';
import { credentialsOf, nodeKeyOf } from './request-facts.ts';
import { RequestIds } from './request/request-id.ts';
import { requestScope } from './request/request-scope.ts';
import { originForm, pathOf } from './request/request-url.ts';
import { sendError } from './send.ts';

export interface HttpServerServices {
  readonly log: Logger;
  readonly addresses: ClientAddresses;
  readonly hostNames: HostNames;
  /** Origins of other sites whose pages may call the API. */
  readonly corsOrigins: ReadonlySet<string>;
  /** Answers the video requests of known viewers; answers false, having done nothing, for everything else. */
  readonly knownViewers?: (
    request: IncomingMessage,
    response: ServerResponse,
    requestIds: RequestIds,
  ) => boolean;
  /** Takes the video routes; answers false for everything else. */
  readonly hotPath: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** Takes the messages of AI agents; answers false for everything else. */
  readonly mcp?: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** Everything else: the Express application. */
  readonly application: (request: IncomingMessage, response: ServerResponse) => void;
}

/** Paths that belong to programs; every other path is a page of the dashboard. */
export const SERVER_PATHS =
  /^\/(api(\/|-|$)|ws(\/|$)|install\.|mcp-setup\.|downloads\/|\.well-known\/|security\.txt$|metrics$)/;

/** Where AI agents send messages; it is a page as well, and counts no cookie. */
const AGENT_PATH = /^\/mcp\/?$/;

/** True for paths that answer with data; the readers of the API document are pages. */
function isForPrograms(path: string): boolean {
  return SERVER_PATHS.test(path) && !/^\/api-(docs|redoc)/.test(path);
}

/**
 * A page, a cookie call or a page's script must use a name that is really ours: a foreign name pointing here is how
 * another site would read this one. Programs with a key or token are never refused for the name they used.
 */
function requireKnownHost(request: IncomingMessage, hostNames: HostNames): void {
  if (hostNames.isKnown(hostNameOf(request))) return;
  if (request.method === 'POST' && AGENT_PATH.test(pathOf(request.url))) return;
  const credentials = credentialsOf(request);
  if (nodeKeyOf(request) !== undefined || credentials.bearer !== undefined) return;
  if (credentials.cookie === undefined && isForPrograms(pathOf(request.url))) return;
  throw AppError.coded(
    421,
    'unknown_host',
    'This server does not answer under that name. Open it by its address, or add the name to SENTINEL_ALLOWED_HOSTS.',
  );
}

function requirePath(request: IncomingMessage): string {
  const path = originForm(request.url);
  if (path === undefined) throw AppError.plain(400, 'The address is not a path.');
  return path;
}

/** Refusals of the parser: nothing is known of the request, so they go out as they are. */
const PARSER_REFUSALS: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

function onClientError(error: NodeJS.ErrnoException, socket: Duplex): void {
  const status = PARSER_REFUSALS[error.code ?? ''] ?? '400 Bad Request';
  if (socket.writable) socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  else socket.destroy();
}

interface RequestServices extends HttpServerServices {
  readonly requestIds: RequestIds;
}

function onRequest(request: IncomingMessage, response: ServerResponse, services: RequestServices): void {
  const requestId = services.requestIds.for(request.headers['x-request-id']);
  response.setHeader('X-Request-Id', requestId);
  setSecurityHeaders(response, services.addresses.isHttps(request));
  requestScope.run({ requestId, orgId: undefined }, () => {
    try {
      request.url = requirePath(request);
      requireKnownHost(request, services.hostNames);
      if (applyCors(request, response, services.corsOrigins)) return;
      if (services.hotPath(request, response) || services.mcp?.(request, response) === true) return;
      services.application(request, response);
    } catch (error) {
      sendError(response, error, services.log);
    }
  });
}

/** Nearly all requests are for live video of a known viewer, and cost a fraction when nothing else is looked at. */
function answeredAtOnce(
  request: IncomingMessage,
  response: ServerResponse,
  { knownViewers, log, requestIds }: RequestServices,
): boolean {
  try {
    return knownViewers?.(request, response, requestIds) === true;
  } catch (error) {
    sendError(response, error, log);
    return true;
  }
}

/**
 * The one HTTP server. What every answer carries is set here, in front of both the video routes and the router.
 * Idle connections live longer than a node keeps them (90 s), so that a node never writes into a closing one.
 */
export function createHttpServer(services: HttpServerServices): Server {
  const withIds = { ...services, requestIds: new RequestIds() };
  const server = createServer(
    {
      keepAliveTimeout: 120_000,
      headersTimeout: 20_000,
      requestTimeout: 30_000,
      connectionsCheckingInterval: 2_000,
      optimizeEmptyRequests: true,
      noDelay: true,
      // Some programs offer HTTP/2 with every request; the offer is passed over and the request answered.
      shouldUpgradeCallback: (request) => request.headers.upgrade?.toLowerCase() === 'websocket',
    },
    (request, response) => {
      if (!answeredAtOnce(request, response, withIds)) onRequest(request, response, withIds);
    },
  );
  server.on('clientError', onClientError);
  return server;
}
