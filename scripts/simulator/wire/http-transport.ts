import * as http from 'node:http';
import * as https from 'node:https';

const MAX_REDIRECTS = 10;
/** Idle connections kept per host, and for how long. */
const IDLE_CONNECTIONS = 4;
const IDLE_MS = 90_000;

export interface NodeRequest {
  readonly method: 'GET' | 'POST';
  /** Path and query below the configured server URL, beginning with `/`. */
  readonly path: string;
  /** Names in lower case, as the node sends them. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

/** Any HTTP answer, whatever its status. */
export interface NodeReply {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
  /** The body as JSON; undefined when it is none. */
  readonly json: unknown;
}

/** No complete HTTP answer: refused, reset, timed out, or the simulated network is cut. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
}

/** One connection pool of the node: HTTP/1.1 keep-alive, no cookies, no compression, one time limit per exchange. */
export class HttpTransport {
  readonly #base: URL;
  readonly #prefix: string;
  readonly #timeoutMs: number;
  readonly #agent: http.Agent;
  #cut = new AbortController();

  constructor(baseUrl: string, timeoutMs: number) {
    const trimmed = baseUrl.replace(/\/+$/, '');
    this.#base = new URL(trimmed);
    this.#prefix = this.#base.pathname.replace(/\/$/, '');
    this.#timeoutMs = timeoutMs;
    const pool = { keepAlive: true, maxFreeSockets: IDLE_CONNECTIONS, timeout: IDLE_MS };
    this.#agent = this.#base.protocol === 'https:' ? new https.Agent(pool) : new http.Agent(pool);
  }

  /** Sends one request, following redirects. Throws TransportError when no complete answer arrives in time. */
  async send(request: NodeRequest): Promise<NodeReply> {
    const signal = AbortSignal.any([AbortSignal.timeout(this.#timeoutMs), this.#cut.signal]);
    let url = new URL(this.#prefix + request.path, this.#base);
    let current = request;
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
      const reply = await this.#exchange(url, current, signal);
      const location = reply.headers.location;
      if (![301, 302, 303, 307, 308].includes(reply.status) || location === undefined) return reply;
      url = new URL(location, url);
      if (reply.status < 307) current = asPlainGet(current);
    }
    throw new TransportError('too many redirects');
  }

  /** Fails what is in flight and everything sent until `restore`. */
  cut(): void {
    this.#cut.abort(new Error('connect: network is unreachable'));
    this.#agent.destroy();
  }

  restore(): void {
    if (this.#cut.signal.aborted) this.#cut = new AbortController();
  }

  #exchange(url: URL, request: NodeRequest, signal: AbortSignal): Promise<NodeReply> {
    return new Promise((resolve, reject) => {
      const fail = (error: unknown): void => {
        const cause: unknown = signal.aborted ? signal.reason : error;
        reject(new TransportError(`${request.method} ${url.href}: ${messageOf(cause)}`, { cause }));
      };
      if (signal.aborted) return fail(signal.reason);
      const start = url.protocol === 'https:' ? https.request : http.request;
      const outgoing = start(url, { method: request.method, agent: this.#agent, signal });
      outgoing.removeHeader('connection');
      outgoing.setHeader('accept', '*/*');
      for (const [name, value] of Object.entries(request.headers ?? {})) outgoing.setHeader(name, value);
      if (request.body) outgoing.setHeader('content-length', request.body.byteLength);
      outgoing.once('error', fail);
      outgoing.once('response', (response) => {
        readReply(response).then(resolve, fail);
      });
      outgoing.end(request.body);
    });
  }
}

async function readReply(response: http.IncomingMessage): Promise<NodeReply> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString('utf8');
  return { status: response.statusCode ?? 0, headers: response.headers, body, json: parseJson(body) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function asPlainGet(request: NodeRequest): NodeRequest {
  const { 'content-type': _dropped, ...headers } = request.headers ?? {};
  return { method: 'GET', path: request.path, headers };
}

function messageOf(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return 'timeout';
  // A refused connection to a name with several addresses has an empty message of its own.
  if (error instanceof AggregateError) return error.errors.map(String).join('; ');
  return error instanceof Error ? error.message : String(error);
}
