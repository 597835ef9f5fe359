import { type BlockReason, type PlayerPhase } from './player-state.ts';
export interface PlayerSnapshot {
    readonly phase: PlayerPhase;
    readonly blocked: BlockReason | null;
    readonly delayMs: number | null;
    readonly frames: number;
    /** When the newest picture was shown, ms since 1970. */
    readonly lastFrameAt: number | null;
    /** The server has no playlist for this camera (it is not streaming). */
    readonly noStream: boolean;
    /** Codec and picture size, e.g. `avc1.64001f, 1280×720`. */
    readonly media: string | null;
}
export declare const IDLE: PlayerSnapshot;
/**
 * Plays one live camera in one video element and says honestly how it goes. Owns the hls.js session, its
 * recovery (for ever, with bounded pauses), the latency controller and the freshness proofs.
 */
export declare class StreamPlayer {
    #private;
    constructor(video: HTMLVideoElement, poster: HTMLCanvasElement, url: string);
    readonly subscribe: (listener: () => void) => (() => void);
    readonly getSnapshot: () => PlayerSnapshot;
    /** Starts or goes on; also leaves a block, because somebody asked. */
    start(): void;
    /** Releases decoder, buffers and timers; the last picture stays as a still. */
    stop(): void;
    setPaused(paused: boolean): void;
    dispose(): void;
}
