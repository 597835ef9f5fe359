/** Milliseconds since 1970, refreshed every `everyMs`. */
export declare function useNow(everyMs: number): number;
/** `14:02:11` in the viewer's time zone. */
export declare function clockTime(ms: number): string;
/** `14:02:11` today, `3 May, 14:02` on other days. */
export declare function sinceTime(ms: number, now: number): string;
/** `12 seconds ago`, `in 6 days`. */
export declare function relativeTime(ms: number, now: number): string;
