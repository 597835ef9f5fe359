/**
 * Estimates the age of the picture on screen.
 *
 * The stream carries no wall-clock times, so the estimate rests on arrivals: when the bytes of a segment
 * are complete here at wall time A and its last picture sits at media time E, that picture was taken no
 * later than A. The smallest A − E of the last dozen segments maps media time to "taken at the latest
 * at"; waiting for a poll only enlarges A − E, so the smallest is the best. Half a segment is added for
 * what cannot be seen from here: the node looks into its folder about once a segment. Encoder and sensor
 * time are not included. The estimate keeps growing while the picture stands still.
 */
export declare class DelayEstimate {
    #private;
    /** A segment ending at media time `endS` was complete at wall time `arrivedAt` (ms). */
    segmentArrived(arrivedAt: number, endS: number, durationS: number): void;
    /** Media time starts anew, so older arrivals mean nothing. */
    clear(): void;
    /** Milliseconds between taking and showing the picture at media time `positionS`; `null` if unknown. */
    at(now: number, positionS: number): number | null;
}
