/**
 * Counts pictures that really reached the screen, through `requestVideoFrameCallback` where it exists and
 * else through the decoder's own statistics.
 */
export declare class FrameCounter {
    #private;
    constructor(video: HTMLVideoElement);
    /** Pictures shown since this counter was made; never falls. */
    get frames(): number;
    stop(): void;
}
