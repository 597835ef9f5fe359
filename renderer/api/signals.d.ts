type Listener = () => void;
/**
 * Fires the sign-out hook once for a burst of 401 answers; the next successful call arms it again.
 * A wall of players can receive dozens of 401 within a second.
 */
export declare class UnauthorizedSignal {
    #private;
    subscribe(listener: Listener): () => void;
    succeeded(): void;
    refused(): void;
}
export declare const unauthorized: UnauthorizedSignal;
type TokenSource = () => Promise<string | null>;
/** Sets where Bearer tokens come from; with `null` the session cookie is all that is sent. */
export declare function setTokenSource(source: TokenSource | null): void;
/** Headers that identify the signed-in person; empty when a cookie does it. */
export declare function authorizationHeader(): Promise<Record<string, string>>;
export {};
