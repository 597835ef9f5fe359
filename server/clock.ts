/** The only reader of time in the server; tests replace it. */
export interface Clock {
  /** Wall-clock instant. */
  now(): Date;
  /** Milliseconds that only ever grow; for ages and time-outs. */
  monotonicMs(): number;
}

export const systemClock: Clock = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
};
