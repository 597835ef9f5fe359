import { createServer } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  clientJson,
  environmentAnswer,
  membershipJson,
  sessionJson,
  tokenClaims,
  type ClerkPerson,
  type ClerkSession,
} from './clerk-frontend-answers.ts';
import type { ClerkServer } from './clerk-server.ts';
import { selfSignedCertificate } from './self-signed-certificate.ts';

/** Plays the part of Clerk's frontend API, which the browser talks to, for a production instance. */
export interface ClerkFrontend {
  readonly url: string;
  /** Names this server's host, as a publishable key does. */
  readonly publishableKey: string;
  /** `METHOD /path` of every call so far. */
  readonly calls: readonly string[];
  /** Who may sign in; a browser seen for the first time is signed in already as `arriving`. */
  readonly people: ClerkPerson[];
  arriving: { readonly person: ClerkPerson; readonly organizationId?: string } | undefined;
  /** Lifetime of session tokens, seconds. The library renews them when 5 s are left. */
  tokenLifetime: number;
  /** Ends every session of a person, as signing them out in Clerk's dashboard does. */
  endSessions(userId: string): void;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Password of everybody at the stand-in. */
export const CLERK_PASSWORD = 'loopback only';

interface Browser {
  readonly id: string;
  session: ClerkSession | undefined;
}

type State = Pick<ClerkFrontend, 'people' | 'arriving' | 'tokenLifetime'> & {
  readonly clerk: ClerkServer;
  readonly browsers: Map<string, Browser>;
};

interface Call {
  readonly method: string;
  readonly path: string;
  readonly origin: string;
  readonly form: URLSearchParams;
  readonly browser: Browser | undefined;
}

interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** Starts the frontend API that belongs to `clerk`, over https on loopback and a free port. */
export async function startClerkFrontend(clerk: ClerkServer): Promise<ClerkFrontend> {
  const calls: string[] = [];
  const state: State = { clerk, people: [], arriving: undefined, tokenLifetime: 60, browsers: new Map() };
  const server = createServer(selfSignedCertificate(), (request, response) => {
    serve(request, response, state, calls).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(state, {
    url: `https://${host}`,
    publishableKey: `pk_live_${Buffer.from(`${host}$`).toString('base64')}`,
    calls,
    endSessions: (userId: string) => {
      for (const browser of state.browsers.values()) {
        if (browser.session?.person.userId === userId) browser.session = undefined;
      }
    },
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  state: State,
  calls: string[],
): Promise<void> {
  const url = new URL(request.url ?? '/', 'https://127.0.0.1');
  const origin = request.headers.origin ?? '';
  // The library sends every change as a plain form post, so that the browser asks no permission first.
  const method = url.searchParams.get('_method') ?? request.method ?? 'GET';
  calls.push(`${method} ${url.pathname}`);
  const cors = { 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true' };
  const form = new URLSearchParams((await request.toArray()).map(String).join(''));
  const known = state.browsers.get(/__client=(\w+)/.exec(request.headers.cookie ?? '')?.[1] ?? '');
  const isNew = known === undefined && url.pathname === '/v1/client';
  const browser = isNew ? newBrowser(state) : known;
  const { status, body } = await replyTo({ method, path: url.pathname, origin, form, browser }, state);
  // The browser keeps this cookie although page and Clerk are different sites here (http and https).
  const cookie = isNew
    ? { 'set-cookie': `__client=${browser?.id}; Path=/; Secure; HttpOnly; SameSite=None; Partitioned` }
    : {};
  response.writeHead(status, { ...cors, ...cookie, 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

async function replyTo(call: Call, state: State): Promise<Reply> {
  const { method, path, browser } = call;
  const to = `${method} ${path}`;
  if (path === '/v1/environment') return { status: 200, body: environmentAnswer() };
  if (browser === undefined) return refusal(401, 'authentication_invalid');
  if (to === 'GET /v1/client') return answerWith(await clientOf(browser, call, state));
  if (to === 'DELETE /v1/client/sessions') {
    browser.session = undefined;
    return answerWith(await clientOf(browser, call, state));
  }
  if (to === 'POST /v1/client/sign_ins') return signIn(browser, call, state);
  const { session } = browser;
  if (session === undefined) return refusal(401, 'authentication_invalid');
  if (path.startsWith('/v1/me/organization_')) {
    const memberships = path.endsWith('_memberships') ? session.person.organizations : [];
    return answerWith({ data: memberships.map(membershipJson), total_count: memberships.length });
  }
  if (to === `POST /v1/client/sessions/${session.id}/tokens`) {
    return { status: 200, body: { object: 'token', jwt: await tokenOf(session, call, state) } };
  }
  if (to === `POST /v1/client/sessions/${session.id}/touch`) return touch(session, browser, call, state);
  return refusal(404, 'resource_not_found');
}

function answerWith(response: unknown, client: unknown = null): Reply {
  return { status: 200, body: { response, client } };
}

function refusal(status: number, code: string): Reply {
  return { status, body: { errors: [{ code, message: code, long_message: code }] } };
}

function newBrowser(state: State): Browser {
  const id = `client_${state.browsers.size + 1}`;
  const { arriving } = state;
  const session = arriving && {
    id: `sess_${state.browsers.size + 1}`,
    person: arriving.person,
    organizationId: arriving.organizationId,
  };
  const browser = { id, session };
  state.browsers.set(id, browser);
  return browser;
}

async function signIn(browser: Browser, call: Call, state: State): Promise<Reply> {
  const person = state.people.find(({ email }) => email === call.form.get('identifier'));
  if (person === undefined || call.form.get('password') !== CLERK_PASSWORD)
    return refusal(422, 'form_identifier_not_found');
  const id = `${browser.id.replace('client', 'sess')}_in`;
  browser.session = { id, person, organizationId: person.organizations[0]?.id };
  const attempt = { object: 'sign_in', id: 'sia_1', status: 'complete', created_session_id: id };
  return answerWith(attempt, await clientOf(browser, call, state));
}

async function touch(session: ClerkSession, browser: Browser, call: Call, state: State): Promise<Reply> {
  const wanted = call.form.get('active_organization_id');
  if (wanted !== null) {
    session.organizationId = session.person.organizations.find(({ id }) => id === wanted)?.id;
  }
  const client = await clientOf(browser, call, state);
  return answerWith(sessionJson(session, await tokenOf(session, call, state), Date.now()), client);
}

async function clientOf(browser: Browser, call: Call, state: State): Promise<unknown> {
  const { session } = browser;
  const now = Date.now();
  const json = session && sessionJson(session, await tokenOf(session, call, state), now);
  return clientJson(browser.id, json, now);
}

function tokenOf(session: ClerkSession, call: Call, state: State): Promise<string> {
  const claims = tokenClaims(session, call.origin);
  return state.clerk.mintToken({ claims, expiresIn: state.tokenLifetime });
}
