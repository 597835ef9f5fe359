export interface LatencyAdvice {
    readonly rate: number;
    /** Seconds to jump forward; 0 for none. */
    readonly skip: number;
}
/**
 * Keeps a live player close to the edge without stalls. It looks at the smallest forward buffer of the last
 * 2.2 s (longer than a segment, so a sawtooth does not fool it), plays a little faster while that exceeds
 * a margin, a little slower when it falls short, and jumps when more than 3 s could be skipped. Each
 * stall widens the margin; five quiet minutes narrow it again by one step.
 */
export declare class LatencyController {
    #private;
    /** Seconds of buffer kept on purpose. */
    get margin(): number;
    /** The player ran dry for a moment and went on. */
    stalled(now: number): void;
    /** Forgets what was measured, after a jump or a restart. */
    clear(): void;
    /** Takes one measurement (seconds of buffer ahead, every 50 ms) and says what to do. */
    sample(now: number, buffer: number): LatencyAdvice;
}
