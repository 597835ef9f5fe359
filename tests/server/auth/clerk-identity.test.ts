import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ClerkIdentity } from '../../../server/auth/clerk/clerk-identity.ts';
import type { Identified } from '../../../server/auth/principal.ts';
import { systemClock, type Clock } from '../../../server/clock.ts';
import { createLogger } from '../../../server/log.ts';
import {
  CLERK_PUBLISHABLE_KEY,
  CLERK_SECRET_KEY,
  startClerkServer,
  type ClerkServer,
  type MintOptions,
} from '../../support/clerk-server.ts';

const ORG = { org_id: 'org_1', org_role: 'org:admin' };

describe('ClerkIdentity', () => {
  let clerk: ClerkServer;
  let lines: string[];
  let offsetMs: number;
  const clock: Clock = {
    now: () => new Date(systemClock.now().getTime() + offsetMs),
    monotonicMs: () => systemClock.monotonicMs() + offsetMs,
  };
  beforeAll(async () => {
    clerk = await startClerkServer();
  });
  afterAll(() => clerk[Symbol.asyncDispose]());
  beforeEach(() => {
    lines = [];
    offsetMs = 0;
    clerk.failing = false;
  });

  function identityWith(config: { jwtKey?: string; secretKey?: string | undefined } = {}): ClerkIdentity {
    return new ClerkIdentity({
      config: {
        secretKey: CLERK_SECRET_KEY,
        publishableKey: CLERK_PUBLISHABLE_KEY,
        jwtKey: undefined,
        apiUrl: clerk.url,
        ...config,
      },
      clock,
      log: createLogger('info', (line) => lines.push(line)),
      authorizedParties: () => ['http://127.0.0.1:8000', 'https://shop.example'],
    });
  }
  async function identified(identity: ClerkIdentity, options: MintOptions): Promise<Identified> {
    return identity.identify({ bearer: await clerk.mintToken(options), cookie: undefined });
  }
  const jwksCalls = (): number => clerk.calls.filter((call) => call === 'GET /v1/jwks').length;

  it('verifies with the PEM key alone and never calls Clerk', async () => {
    const before = clerk.calls.length;
    const answer = await identified(identityWith({ jwtKey: clerk.jwtKey }), {
      claims: { ...ORG, email: 'a@example.com', username: 'ann', pla: 'o:pro', fea: 'o:admin' },
    });
    expect(answer).toEqual({
      kind: 'signed-in',
      principal: {
        userId: 'user_clerk',
        orgId: 'org_1',
        orgName: '',
        email: 'a@example.com',
        name: 'ann',
        role: 'admin',
        isAdmin: true,
        plan: 'pro',
        features: ['admin'],
        sessionId: undefined,
        via: 'bearer',
      },
    });
    expect(clerk.calls).toHaveLength(before);
  });

  it('verifies with the key set, fetched once for many', async () => {
    const identity = identityWith();
    const before = jwksCalls();
    const claims = { o: { id: 'org_2', rol: 'member' }, v: 2 };
    const answers = await Promise.all(
      [1, 2, 3].map((n) => identified(identity, { claims: { ...claims, sid: `sess_${n}` } })),
    );
    for (const answer of answers)
      expect(answer).toMatchObject({ principal: { orgId: 'org_2', role: 'member' } });
    expect(jwksCalls()).toBe(before + 1);
  });

  it.each<[string, MintOptions]>([
    ['a party that is not allowed', { claims: { ...ORG, azp: 'https://evil.example' } }],
    ['no party', { claims: { ...ORG, azp: undefined } }],
    ['a party that only starts like ours', { claims: { ...ORG, azp: 'http://127.0.0.1:80001' } }],
    ['expired', { claims: ORG, expiresIn: -6 }],
    ['not yet valid', { claims: { ...ORG, nbf: Math.floor(Date.now() / 1000) + 3600 } }],
    ['another key', { claims: ORG, foreignKey: true }],
    ['no subject', { claims: { ...ORG, sub: undefined } }],
    ['a pending session', { claims: { ...ORG, sts: 'pending' } }],
  ])('anonymous: %s', async (_, options) => {
    expect(await identified(identityWith({ jwtKey: clerk.jwtKey }), options)).toEqual({ kind: 'anonymous' });
    expect(await identified(identityWith(), options)).toEqual({ kind: 'anonymous' });
  });

  it('allows five seconds of clock difference', async () => {
    const answer = await identified(identityWith(), { claims: ORG, expiresIn: -2 });
    expect(answer.kind).toBe('signed-in');
  });

  it('refuses an unsigned token', async () => {
    const [, payload] = (await clerk.mintToken({ claims: ORG })).split('.');
    const header = Buffer.from('{"alg":"none","typ":"JWT","kid":"ins_key_1"}').toString('base64url');
    const identity = identityWith();
    const forged = { bearer: `${header}.${payload}.AA`, cookie: undefined };
    expect(await identity.identify(forged)).toEqual({ kind: 'anonymous' });
  });

  it('signed in without an organisation is told apart', async () => {
    expect(await identified(identityWith(), {})).toEqual({ kind: 'no-organization' });
  });

  it('a cookie alone is anonymous, without a look-up', async () => {
    const token = await clerk.mintToken({ claims: ORG });
    const identity = identityWith();
    expect(identity.identifyCached({ bearer: undefined, cookie: token })).toEqual({ kind: 'anonymous' });
    expect(identity.identifyCached({ bearer: 'osc_something', cookie: undefined })).toEqual({
      kind: 'anonymous',
    });
  });

  it('one key without the other is unconfigured', async () => {
    const identity = identityWith({ secretKey: undefined });
    expect(await identified(identity, { claims: ORG })).toEqual({ kind: 'unconfigured' });
  });

  it('remembers a verified token until it expires', async () => {
    const identity = identityWith();
    const credentials = { bearer: await clerk.mintToken({ claims: ORG }), cookie: undefined };
    expect(identity.identifyCached(credentials)).toBeUndefined();
    const first = await identity.identify(credentials);
    expect(identity.identifyCached(credentials)).toBe(first);
    offsetMs = 62_000;
    expect(identity.identifyCached(credentials)).toBe(first);
    offsetMs = 66_000;
    expect(identity.identifyCached(credentials)).toBeUndefined();
  });

  it('a flood of unknown key ids causes one call to Clerk in five seconds', async () => {
    const identity = identityWith();
    await identified(identity, { claims: ORG });
    const before = jwksCalls();
    offsetMs = 6000;
    for (let i = 0; i < 10; i += 1) await identified(identity, { claims: ORG, keyId: `bogus_${i}` });
    expect(jwksCalls()).toBe(before + 1);
  });

  it('learns a rotated key', async () => {
    await using rotating = await startClerkServer();
    const identity = new ClerkIdentity({
      config: {
        secretKey: CLERK_SECRET_KEY,
        publishableKey: CLERK_PUBLISHABLE_KEY,
        jwtKey: undefined,
        apiUrl: rotating.url,
      },
      clock,
      log: createLogger('silent'),
      authorizedParties: () => ['http://127.0.0.1:8000'],
    });
    const ask = async () =>
      identity.identify({ bearer: await rotating.mintToken({ claims: ORG }), cookie: undefined });
    expect((await ask()).kind).toBe('signed-in');
    await rotating.rotateKey();
    offsetMs = 6000;
    expect((await ask()).kind).toBe('signed-in');
  });

  it('an outage of Clerk is anonymous and logged, and signs nobody out whose key is known', async () => {
    const known = identityWith();
    await identified(known, { claims: ORG });
    clerk.failing = true;
    const fresh = identityWith();
    expect(await identified(fresh, { claims: ORG })).toEqual({ kind: 'anonymous' });
    expect(lines.join('')).toContain('A Clerk session could not be checked');
    expect(lines.join('')).not.toContain(CLERK_SECRET_KEY);
    offsetMs = 3_700_000;
    expect((await identified(known, { claims: { ...ORG, sid: 'sess_9' } })).kind).toBe('signed-in');
  });
});
