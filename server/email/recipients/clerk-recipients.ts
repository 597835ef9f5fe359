import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { clerkClient, type ClerkApi } from '../../auth/clerk/clerk-client.ts';
import type { Clock } from '../../clock.ts';
import type { Recipients } from '../mail.ts';
import { distinctAddresses } from './distinct-addresses.ts';

/** A member of an organisation as Clerk knows it. */
export interface ClerkMembership {
  /** Mostly the e-mail address. */
  readonly identifier: string;
  readonly role: string;
}

/** Every membership of an organisation; throws when Clerk does not say. */
export type ListMemberships = (orgId: string) => Promise<readonly ClerkMembership[]>;

export interface ClerkRecipientsDeps {
  readonly clock: Clock;
  readonly list: ListMemberships;
  /** Longest wait for Clerk, in milliseconds. */
  readonly timeoutMs?: number;
}

const ADMIN_ROLES: ReadonlySet<string> = new Set(['org:admin', 'admin']);
const CACHED_MS = 300_000;
const TIMEOUT_MS = 10_000;
const PAGE = 100;
const MAX_PAGES = 10;

interface Cached {
  readonly addresses: readonly string[];
  /** Monotonic. */
  readonly atMs: number;
}

/** Recipients by an organisation's memberships in Clerk, remembered for five minutes. Who is an administrator is decided by role. */
export class ClerkRecipients implements Recipients {
  readonly #deps: ClerkRecipientsDeps;
  readonly #cache = new Map<string, Cached>();
  /** Grows with every `forget`: an answer asked for before is not remembered. */
  #generation = 0;

  constructor(deps: ClerkRecipientsDeps) {
    this.#deps = deps;
  }

  /** Throws when Clerk cannot be asked, and when it knows no member at all: a new organisation has its first one soon. */
  async find(orgId: string, audience: 'all' | 'admin'): Promise<readonly string[]> {
    const key = cacheKey(orgId, audience);
    const known = this.#cache.get(key);
    if (known !== undefined && this.#deps.clock.monotonicMs() - known.atMs < CACHED_MS) {
      return [...known.addresses];
    }
    const generation = this.#generation;
    const members = await this.#members(orgId);
    if (members.length === 0) throw new Error('Clerk lists no members of this organization yet');
    const wanted = members.filter(({ role }) => audience === 'all' || ADMIN_ROLES.has(role));
    const addresses = distinctAddresses(wanted.map(({ identifier }) => identifier));
    if (addresses.length > 0 && generation === this.#generation) {
      this.#cache.set(key, { addresses, atMs: this.#deps.clock.monotonicMs() });
    }
    return [...addresses];
  }

  forget(orgId: string): void {
    this.#generation += 1;
    this.#cache.delete(cacheKey(orgId, 'all'));
    this.#cache.delete(cacheKey(orgId, 'admin'));
  }

  async #members(orgId: string): Promise<readonly ClerkMembership[]> {
    const { list, timeoutMs = TIMEOUT_MS } = this.#deps;
    const answered = new AbortController();
    const late = pause(timeoutMs, undefined, { signal: answered.signal, ref: false }).then(() => {
      throw new Error('Clerk did not answer in time');
    });
    try {
      return await Promise.race([list(orgId), late]);
    } finally {
      answered.abort();
      late.catch(() => undefined);
    }
  }
}

function cacheKey(orgId: string, audience: string): string {
  return `${audience} ${orgId}`;
}

/** Lists memberships by Clerk's backend API, page by page; logs when an organisation has more than it reads. */
export function clerkMemberships(config: ClerkApi, log: Logger): ListMemberships {
  const client = clerkClient(config);
  return async (organizationId) => {
    const { organizations } = await client();
    const members: ClerkMembership[] = [];
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const offset = page * PAGE;
      const { data, totalCount } = await organizations.getOrganizationMembershipList({
        organizationId,
        limit: PAGE,
        offset,
      });
      for (const { role, publicUserData } of data) {
        members.push({ role, identifier: publicUserData?.identifier ?? '' });
      }
      if (data.length < PAGE || offset + data.length >= totalCount) return members;
    }
    log.warn({ members: members.length }, 'An organization has more members than are mailed');
    return members;
  };
}
