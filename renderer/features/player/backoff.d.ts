/** Pauses between attempts: 400 ms, doubled each time, never above 5 s, for ever. */
export declare class Backoff {
    #private;
    /** Milliseconds to wait before the next attempt. */
    next(): number;
    get attempts(): number;
    reset(): void;
}
