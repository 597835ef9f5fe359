import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const RESEND_KEY = 're_loopback';

/**
 * What becomes of one call: `accept` takes the mail and says so; `accept then drop` takes it and hangs up; `drop` hangs
 * up without taking it; `hang` never answers; `no id` answers without a message id; a number is refused with that status.
 */
export type ResendReply = 'accept' | 'accept then drop' | 'drop' | 'hang' | 'no id' | number;

/** A mail as Resend got it. */
export interface ResendMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ResendCall {
  readonly key: string;
  readonly mail: ResendMail;
}

export interface ResendDelivery extends ResendCall {
  readonly id: string;
}

/** Plays the part of Resend: one delivery for each idempotency key, however often it is repeated. */
export interface ResendServer {
  readonly url: string;
  /** Every call, in order. */
  readonly calls: readonly ResendCall[];
  /** Mails that went out, by idempotency key. */
  readonly deliveries: ReadonlyMap<string, ResendDelivery>;
  /** Keys that were repeated with another mail, which Resend refuses. */
  readonly conflicts: readonly string[];
  /** Decides on each call; accepts by default. */
  plan: (call: ResendCall) => ResendReply | Promise<ResendReply>;
  /** Told after a mail was taken, before the answer. */
  onAccepted: (call: ResendCall) => void | Promise<void>;
  /** Told when the answer is on its way. */
  onAnswered: () => void;
  [Symbol.asyncDispose](): Promise<void>;
}

type State = Pick<ResendServer, 'plan' | 'onAccepted' | 'onAnswered'> & {
  readonly calls: ResendCall[];
  readonly deliveries: Map<string, ResendDelivery>;
  readonly conflicts: string[];
};

/** Starts the stand-in on loopback and a free port. */
export async function startResendServer(): Promise<ResendServer> {
  const state: State = {
    calls: [],
    deliveries: new Map(),
    conflicts: [],
    plan: () => 'accept',
    onAccepted: () => undefined,
    onAnswered: () => undefined,
  };
  const server = createServer((request, response) => void answer(request, response, state));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return Object.assign(state, {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}

async function answer(request: IncomingMessage, response: ServerResponse, state: State): Promise<void> {
  let body = '';
  try {
    for await (const chunk of request.setEncoding('utf8')) body += String(chunk);
  } catch {
    // The sender was killed within its request, of which nothing whole arrived.
    return;
  }
  if (request.method !== 'POST' || request.url !== '/emails') return refuse(response, 404, 'not_found');
  if (request.headers.authorization !== `Bearer ${RESEND_KEY}`)
    return refuse(response, 401, 'invalid_api_key');
  const call = { key: String(request.headers['idempotency-key']), mail: JSON.parse(body) as ResendMail };
  state.calls.push(call);
  const reply = await state.plan(call);
  if (reply === 'hang') return;
  if (reply === 'drop') return void response.destroy();
  if (typeof reply === 'number') return refuse(response, reply, 'application_error');
  if (reply === 'no id') return send(response, 200, {});
  const id = accept(call, state);
  if (id === undefined) return refuse(response, 409, 'invalid_idempotent_request');
  await state.onAccepted(call);
  if (reply === 'accept then drop') return void response.destroy();
  response.once('finish', () => state.onAnswered());
  send(response, 200, { id });
}

/** The id of the mail; undefined when its key stands for another mail. */
function accept(call: ResendCall, { deliveries, conflicts }: State): string | undefined {
  const former = deliveries.get(call.key);
  if (former !== undefined && JSON.stringify(former.mail) !== JSON.stringify(call.mail)) {
    conflicts.push(call.key);
    return undefined;
  }
  const delivery = former ?? { ...call, id: `re_${deliveries.size + 1}` };
  deliveries.set(call.key, delivery);
  return delivery.id;
}

function refuse(response: ServerResponse, statusCode: number, name: string): void {
  send(response, statusCode, { statusCode, name, message: 'refused by the test' });
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
