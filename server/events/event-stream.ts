import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Principal } from '../auth/principal.ts';
import { AppError } from '../http/app-error.ts';
import { credentialsOf } from '../http/request-facts.ts';
import type { Channel, EventHub } from './event-hub.ts';
import type { SessionWatch } from './session-watch.ts';
import type { EndReason, EventSink, Subscription } from './subscription.ts';

/** Silence after which a comment shows that the stream still lives. */
const KEEP_ALIVE_MS = 25_000;
/** Time a reader has to take the last bytes of a stream that ends. */
const END_WITHIN_MS = 1_000;

export interface StreamDeps {
  readonly hub: EventHub;
  readonly keepAliveMs?: number;
}

export interface EventStreamDeps extends StreamDeps {
  readonly sessions: SessionWatch;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly channel: Channel;
  /** Streams an organisation may have open on this channel. */
  readonly max: number;
}

interface PersonsStream extends Exchange {
  readonly principal: Principal;
}

interface Stream extends Exchange {
  readonly orgId: string;
  readonly isAdmin: boolean;
  /** Looks after the right to listen: ends the subscription when it is lost. The answered function stops the watch. */
  readonly watch: (subscription: Subscription) => () => void;
}

/**
 * Answers a person with server-sent events of one channel until they leave, fall behind, sign out or the server stops.
 * Refuses as `openStream`.
 */
export function openEventStream(deps: EventStreamDeps, stream: PersonsStream): void {
  const { orgId, userId, isAdmin } = stream.principal;
  const credentials = credentialsOf(stream.request);
  const watch = (subscription: Subscription) =>
    deps.sessions.add({
      orgId,
      userId,
      credentials: () => credentials,
      onPresent: (now) => {
        subscription.isAdmin = now.isAdmin;
      },
      onSignedOut: () => subscription.end('signed out'),
    });
  openStream(deps, { ...stream, orgId, isAdmin, watch });
}

/**
 * Answers with server-sent events of one channel until the caller leaves, falls behind, loses the right to listen or
 * the server stops. Refuses with 429 before the answer begins when the organisation has no stream left.
 */
export function openStream(deps: StreamDeps, stream: Stream): void {
  const { request, response, orgId, isAdmin, channel, max } = stream;
  if (request.method === 'HEAD') {
    begin(response).end();
    return;
  }
  const frames = new EventFrames(response, deps.keepAliveMs ?? KEEP_ALIVE_MS);
  const subscription = deps.hub.subscribe({ orgId, channel, isAdmin, sink: frames }, max);
  if (subscription === undefined) {
    if (deps.hub.stopped) throw AppError.plain(503, 'The server is stopping.');
    throw AppError.plain(
      429,
      `All ${max} live streams of this organization are in use. Close one and try again.`,
    );
  }
  const unwatch = stream.watch(subscription);
  const leave = (): void => {
    unwatch();
    frames.stop();
    subscription.end('gone');
  };
  response.once('close', leave);
  response.on('error', leave);
  response.on('drain', () => subscription.resume());
  // The caller may have left while the request was checked; its close event is then long past.
  if (response.destroyed) leave();
  else frames.begin(orgId);
}

function begin(response: ServerResponse): ServerResponse {
  response.writeHead(200, {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-cache',
    Connection: 'keep-alive',
    'X-Accel-Buffering': 'no',
  });
  return response;
}

/** Writes the frames: `data: <one line of JSON>` for events, comments for everything else. */
class EventFrames implements EventSink {
  readonly #response: ServerResponse;
  readonly #keepAliveMs: number;
  #keepAlive: NodeJS.Timeout | undefined;

  constructor(response: ServerResponse, keepAliveMs: number) {
    this.#response = response;
    this.#keepAliveMs = keepAliveMs;
  }

  begin(orgId: string): void {
    begin(this.#response).flushHeaders();
    this.#keepAlive = setInterval(() => this.#response.write(': keepalive\n\n'), this.#keepAliveMs);
    this.write(JSON.stringify({ type: 'connected', org_id: orgId }));
  }

  write(json: string): boolean {
    this.#keepAlive?.refresh();
    return this.#response.write(`data: ${json}\n\n`);
  }

  end(reason: EndReason): void {
    this.stop();
    const socket = this.#response.socket;
    const killer = setTimeout(() => socket?.destroy(), END_WITHIN_MS);
    this.#response.once('close', () => clearTimeout(killer));
    // The connection goes as well: it would only hold up a server that stops.
    this.#response.end(`: ${reason}\n\n`, () => socket?.destroySoon());
  }

  stop(): void {
    clearInterval(this.#keepAlive);
  }
}
