import type { Credentials, Identified, IdentityProvider, Principal } from '../auth/principal.ts';

/** A connection that outlives the request which opened it. */
export interface Watched {
  readonly orgId: string;
  readonly userId: string;
  /** The credentials in force; a page may have replaced those it came with. */
  readonly credentials: () => Credentials;
  /** Called with every look, so that a change of role takes effect. */
  readonly onPresent: (principal: Principal) => void;
  /** The session ended or the account was disabled; called once. */
  readonly onSignedOut: () => void;
}

/** Looks after long-lived connections: they must not survive the session that opened them. */
export class SessionWatch {
  readonly #identity: IdentityProvider;
  readonly #watched = new Set<Watched>();

  constructor(identity: IdentityProvider) {
    this.#identity = identity;
  }

  /** Watches a connection until the answered function is called. */
  add(connection: Watched): () => void {
    this.#watched.add(connection);
    return () => this.#watched.delete(connection);
  }

  /** Checks every connection once. Meant for every two seconds, and for right after sessions were ended. */
  async sweep(): Promise<void> {
    await Promise.all([...this.#watched].map((connection) => this.#check(connection)));
  }

  /** Who holds these credentials now, as the same person of the same organisation; else undefined. */
  async #check(connection: Watched): Promise<void> {
    const credentials = connection.credentials();
    const identified: Identified =
      this.#identity.identifyCached(credentials) ?? (await this.#identity.identify(credentials));
    if (!this.#watched.has(connection)) return;
    const principal = identified.kind === 'signed-in' ? identified.principal : undefined;
    if (principal?.userId === connection.userId && principal.orgId === connection.orgId) {
      connection.onPresent(principal);
      return;
    }
    // A page may have shown a newer token while the old one was being checked.
    if (connection.credentials() !== credentials) return;
    this.#watched.delete(connection);
    connection.onSignedOut();
  }
}
