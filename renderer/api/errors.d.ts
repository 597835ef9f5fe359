/** A refusal or failure reported by the server, in words a person can read. */
export declare class ApiError extends Error {
    readonly status: number;
    readonly code: string | null;
    /** The structured `detail` object when the server sent one. */
    readonly detail: Readonly<Record<string, unknown>> | null;
    constructor(status: number, message: string, code: string | null, detail: Record<string, unknown> | null);
}
/** The request never got an answer: server down, network gone, or too slow. */
export declare class UnreachableError extends Error {
    constructor();
}
/**
 * Reads every error shape the server uses: an object `detail`, a text `detail`, a list `detail`, or a
 * top-level `message`. Anything else becomes a sentence with the status number.
 */
export declare function parseApiError(status: number, body: string): ApiError;
/** The sentence to show for anything that was thrown. */
export declare function messageOf(error: unknown): string;
/** True when the server answered with this status. */
export declare function hasStatus(error: unknown, status: number): boolean;
