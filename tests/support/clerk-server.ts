import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose';

export const CLERK_SECRET_KEY = 'sk_test_loopback';
export const CLERK_PUBLISHABLE_KEY = 'pk_test_bG9vcGJhY2suZXhhbXBsZSQ';

export interface MintOptions {
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Lifetime in seconds from now; negative for a token that has expired. */
  readonly expiresIn?: number;
  /** Signs with a key the instance does not have. */
  readonly foreignKey?: boolean;
  /** Key id in the header instead of the true one. */
  readonly keyId?: string;
}

export interface ClerkMember {
  readonly userId: string;
  readonly email: string;
  readonly role: 'org:admin' | 'org:member';
}

/** Plays the part of Clerk's backend API and signs session tokens. */
export interface ClerkServer {
  readonly url: string;
  /** Public key as Clerk's dashboard shows it. */
  readonly jwtKey: string;
  /** `METHOD /path` of every call so far. */
  readonly calls: readonly string[];
  /** Members by organisation id. */
  readonly members: Map<string, readonly ClerkMember[]>;
  /** Most members an organisation may have, as it was told last. */
  readonly memberLimits: Map<string, number>;
  /** Raw billing subscription by organisation id. */
  readonly subscriptions: Map<string, Readonly<Record<string, unknown>>>;
  /** While true every call is answered with 500. */
  failing: boolean;
  mintToken(options?: MintOptions): Promise<string>;
  /** Replaces the signing key and its id, as a rotation does. */
  rotateKey(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

interface SigningKey {
  readonly id: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
}

interface Reply {
  readonly status: number;
  readonly body: unknown;
}

type State = Pick<ClerkServer, 'members' | 'memberLimits' | 'subscriptions' | 'failing'> & {
  key: SigningKey;
};

async function newKey(id: string): Promise<SigningKey> {
  return { id, ...(await generateKeyPair('RS256', { extractable: true })) };
}

/** Starts the stand-in on loopback and a free port. */
export async function startClerkServer(): Promise<ClerkServer> {
  let foreign: Promise<SigningKey> | undefined;
  const state: State = {
    members: new Map(),
    memberLimits: new Map(),
    subscriptions: new Map(),
    failing: false,
    key: await newKey('ins_key_1'),
  };
  const calls: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    calls.push(`${request.method} ${url.pathname}`);
    void answer(request, response, url, state);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return Object.assign(state, {
    url: `http://127.0.0.1:${port}`,
    jwtKey: await exportSPKI(state.key.publicKey),
    calls,
    mintToken: async (options: MintOptions = {}) => {
      if (options.foreignKey !== true) return sign(state.key, options);
      foreign ??= newKey('ins_key_1');
      return sign(await foreign, options);
    },
    rotateKey: async () => {
      state.key = await newKey(`${state.key.id}_next`);
    },
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}

function sign(key: SigningKey, options: MintOptions): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const expiresIn = options.expiresIn ?? 60;
  const claims = {
    sub: 'user_clerk',
    sid: 'sess_1',
    iss: 'https://loopback.example',
    azp: 'http://127.0.0.1:8000',
    iat: now + Math.min(0, expiresIn) - 1,
    nbf: now + Math.min(0, expiresIn) - 1,
    exp: now + expiresIn,
    ...options.claims,
  };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: options.keyId ?? key.id })
    .sign(key.privateKey);
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  state: State,
): Promise<void> {
  const { status, body } = await replyTo(request, url, state);
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

async function replyTo(request: IncomingMessage, url: URL, state: State): Promise<Reply> {
  if (state.failing) return { status: 500, body: { errors: [{ code: 'internal', message: 'down' }] } };
  if (request.headers.authorization !== `Bearer ${CLERK_SECRET_KEY}`) {
    return { status: 401, body: { errors: [{ code: 'secret_key_invalid', message: 'bad key' }] } };
  }
  if (url.pathname === '/v1/jwks') {
    const { key } = state;
    const jwk = { ...(await exportJWK(key.publicKey)), kid: key.id, use: 'sig', alg: 'RS256' };
    return { status: 200, body: { keys: [jwk] } };
  }
  const [, orgId = '', resource = ''] = /^\/v1\/organizations\/([^/]+)(?:\/(.+))?$/.exec(url.pathname) ?? [];
  if (resource === 'memberships') return membershipsOf(orgId, url.searchParams, state);
  if (resource === '' && orgId !== '' && request.method === 'PATCH') return changed(request, orgId, state);
  const subscription = resource === 'billing/subscription' ? state.subscriptions.get(orgId) : undefined;
  if (subscription !== undefined) return { status: 200, body: subscription };
  return { status: 404, body: { errors: [{ code: 'resource_not_found', message: 'not found' }] } };
}

async function changed(request: IncomingMessage, orgId: string, state: State): Promise<Reply> {
  const changes = (await json(request)) as { max_allowed_memberships?: number };
  const limit = changes.max_allowed_memberships;
  if (limit !== undefined) state.memberLimits.set(orgId, limit);
  const organization = { object: 'organization', id: orgId, name: orgId, slug: orgId };
  return { status: 200, body: { ...organization, max_allowed_memberships: limit ?? 5 } };
}

/** One page, as Clerk answers: ten members unless more are asked for. */
function membershipsOf(orgId: string, query: URLSearchParams, state: State): Reply {
  const members = state.members.get(orgId) ?? [];
  const offset = Number(query.get('offset') ?? 0);
  const page = members.slice(offset, offset + Number(query.get('limit') ?? 10));
  const data = page.map((member, index) => ({
    object: 'organization_membership',
    id: `orgmem_${offset + index}`,
    role: member.role,
    permissions: [],
    public_metadata: {},
    created_at: 0,
    updated_at: 0,
    organization: { object: 'organization', id: orgId, name: orgId, slug: orgId },
    public_user_data: { user_id: member.userId, identifier: member.email, first_name: null, last_name: null },
  }));
  return { status: 200, body: { data, total_count: members.length } };
}
