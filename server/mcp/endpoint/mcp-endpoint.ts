import type { IncomingMessage, ServerResponse } from 'node:http';
import { isJsonContentType } from '@modelcontextprotocol/sdk/shared/mediaType.js';
import { AppError } from '../../http/app-error.ts';
import type { ClientAddresses } from '../../http/guard/client-address.ts';
import { requestScope } from '../../http/request/request-scope.ts';
import { pathOf } from '../../http/request/request-url.ts';
import { sendJson } from '../../http/send.ts';
import { AddressLimiter } from '../limits/address-limiter.ts';
import type { Protocol } from './agent-session.ts';
import { bearerKeyOf, type Agent, type Authenticator } from './authenticator.ts';
import { RPC_CODES, RpcRefusal, sendRpcError } from './json-rpc.ts';
import { readWithin } from './message-body.ts';
import { ToolDesk, type ToolDeskDeps } from './tool-desk.ts';

export interface McpEndpointDeps extends ToolDeskDeps {
  readonly addresses: ClientAddresses;
  /** Kinds of credentials, asked in order. */
  readonly authenticators: readonly Authenticator[];
  /** Version of this program. */
  readonly version: string;
  /** How long a body may take to arrive, ms. */
  readonly bodyTimeoutMs?: number;
}

const BODY_TIMEOUT_MS = 10_000;
const ENDPOINT = /^\/mcp\/?$/;

/**
 * The Model Context Protocol over HTTP: `POST /mcp` and `/mcp/`, one JSON-RPC message each, without sessions. Nothing
 * but a key counts here; a person's session does not.
 */
export class McpEndpoint {
  readonly #deps: McpEndpointDeps;
  /** Where the tools are used, also by callers within this program. */
  readonly desk: ToolDesk;
  readonly #limiter: AddressLimiter;
  #protocol: Promise<Protocol> | undefined;
  /** Requests that are being answered. */
  readonly #underWay = new Set<AbortController>();

  constructor(deps: McpEndpointDeps) {
    this.#deps = deps;
    this.desk = new ToolDesk(deps);
    this.#limiter = new AddressLimiter(deps.clock);
  }

  /** Takes what is addressed to the protocol; false for everything else, the dashboard's page of the same path too. */
  handle(request: IncomingMessage, response: ServerResponse): boolean {
    const path = pathOf(request.url);
    if (!ENDPOINT.test(path)) {
      if (request.method !== 'POST' || !path.startsWith('/mcp/')) return false;
      sendJson(response, 404, { detail: 'Not Found' });
      return true;
    }
    if (request.method === 'POST') {
      void this.#serve(request, response);
      return true;
    }
    if (asksForPage(request)) return false;
    const message =
      'Send JSON-RPC messages with POST; this server opens no event stream and keeps no session.';
    sendRpcError(
      response,
      new RpcRefusal(405, RPC_CODES.refused, message, { headers: { Allow: 'GET, HEAD, POST' } }),
    );
    return true;
  }

  /** Gives up what is under way; the server is about to stop. */
  stop(): void {
    for (const controller of this.#underWay) controller.abort();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const controller = new AbortController();
    this.#underWay.add(controller);
    response.once('close', () => {
      if (!response.writableFinished) controller.abort();
    });
    try {
      await this.#answer(request, response, controller.signal);
    } catch (error) {
      this.#sendError(request, response, error);
    } finally {
      this.#underWay.delete(controller);
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse, signal: AbortSignal): Promise<void> {
    const { addresses, bodyTimeoutMs = BODY_TIMEOUT_MS } = this.#deps;
    if (!this.#limiter.take(addresses.callerOf(request))) {
      response.setHeader('Retry-After', '60');
      sendJson(response, 429, { error: 'Too many requests from this address. Try again in a minute.' });
      return;
    }
    const agent = await this.#authenticate(request);
    if (!isJsonContentType(request.headers['content-type'])) {
      throw new RpcRefusal(415, RPC_CODES.refused, 'Send the message as Content-Type: application/json.');
    }
    const body = await readWithin(request, bodyTimeoutMs);
    const protocol = await (this.#protocol ??= this.#openProtocol());
    const message = protocol.parse(body);
    const protocolVersion = request.headers['mcp-protocol-version']?.toString();
    const answer = await protocol.answer({ agent, message, protocolVersion, signal });
    if (answer !== undefined) await send(response, answer);
    else response.destroy();
  }

  /** The protocol's library is loaded with the first message, because many installations have no agents. */
  async #openProtocol(): Promise<Protocol> {
    const { openProtocol } = await import('./agent-session.ts');
    return openProtocol({ desk: this.desk, version: this.#deps.version });
  }

  async #authenticate(request: IncomingMessage): Promise<Agent> {
    const bearer = bearerKeyOf(request);
    if (bearer.kind !== 'key') throw unauthorized(bearer.kind === 'empty' ? EMPTY_KEY : MISSING_KEY);
    for (const authenticator of this.#deps.authenticators) {
      const agent = await authenticator.authenticate(bearer.key, request);
      if (agent === undefined) continue;
      const scope = requestScope.getStore();
      if (scope !== undefined) scope.orgId = agent.orgId;
      return agent;
    }
    throw unauthorized(BAD_KEY);
  }

  #sendError(request: IncomingMessage, response: ServerResponse, error: unknown): void {
    // The body broke off: nobody is left to answer.
    const brokeOff = request.destroyed && !request.complete;
    if (brokeOff || response.headersSent || response.destroyed) response.destroy();
    else if (error instanceof RpcRefusal) sendRpcError(response, error);
    else if (error instanceof AppError) {
      sendRpcError(response, new RpcRefusal(error.status, RPC_CODES.invalidRequest, error.message));
    } else {
      this.#deps.log.error({ err: error }, 'A request to the MCP server failed unexpectedly');
      const text = 'Something went wrong in the server. Its log has the details.';
      sendRpcError(response, new RpcRefusal(500, RPC_CODES.internalError, text));
    }
  }
}

const MISSING_KEY =
  'Unauthorized: send the key as "Authorization: Bearer <key>". Keys are made in the dashboard.';
const EMPTY_KEY = 'Unauthorized: the Bearer token is empty. Put the key of this agent behind it.';
/** One text for every key that does not count, so that none of them can be told from the others. */
const BAD_KEY = 'Unauthorized: this key is not valid or was revoked. Ask a person for a new one.';

function unauthorized(message: string): RpcRefusal {
  return new RpcRefusal(401, RPC_CODES.unauthorized, message, { headers: { 'WWW-Authenticate': 'Bearer' } });
}

/** A browser opens the page; a client of the protocol asks for an event stream and names no HTML. */
function asksForPage({ method, headers }: IncomingMessage): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false;
  const accept = headers.accept?.toLowerCase() ?? '';
  return !accept.includes('text/event-stream') || accept.includes('text/html');
}

async function send(response: ServerResponse, answer: Response): Promise<void> {
  const bytes = Buffer.from(await answer.arrayBuffer());
  response.statusCode = answer.status;
  const type = answer.headers.get('content-type');
  if (type !== null) response.setHeader('Content-Type', type);
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Content-Length', bytes.length);
  response.end(bytes);
}
