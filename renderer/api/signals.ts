type Listener = () => void;

/**
 * Fires the sign-out hook once for a burst of 401 answers; the next successful call arms it again.
 * A wall of players can receive dozens of 401 within a second.
 */
export class UnauthorizedSignal {
  #armed = true;
  readonly #listeners = new Set<Listener>();

  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  succeeded(): void {
    this.#armed = true;
  }

  refused(): void {
    if (!this.#armed) return;
    this.#armed = false;
    for (const listener of this.#listeners) listener();
  }
}

export const unauthorized = new UnauthorizedSignal();

type TokenSource = () => Promise<string | null>;
let tokenSource: TokenSource | null = null;

/** Sets where Bearer tokens come from; with `null` the session cookie is all that is sent. */
export function setTokenSource(source: TokenSource | null): void {
  tokenSource = source;
}

/** The token that proves who is signed in; `null` when a cookie does it. */
export async function bearerToken(): Promise<string | null> {
  return tokenSource === null ? null : tokenSource();
}

/** Headers that identify the signed-in person; empty when a cookie does it. */
export async function authorizationHeader(): Promise<Record<string, string>> {
  const token = await bearerToken();
  return token === null ? {} : { Authorization: `Bearer ${token}` };
}
