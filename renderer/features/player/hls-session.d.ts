import type Hls from 'hls.js';
export interface SessionFailure {
    readonly kind: 'network' | 'media' | 'other';
    /** HTTP status of the answer, when there was one. */
    readonly status: number | null;
    /** A segment failed; else it was the playlist. */
    readonly segment: boolean;
}
export interface SessionEvents {
    /** The playlist now ends with this media sequence number. */
    readonly playlist: (endSequence: number) => void;
    /** A segment's bytes are buffered; media times in seconds. */
    readonly segment: (endS: number, durationS: number) => void;
    /** The video codec, e.g. `avc1.64001f`. */
    readonly codec: (codec: string) => void;
    /** Playback cannot go on by itself. */
    readonly failed: (failure: SessionFailure) => void;
}
/** One hls.js instance on one video element, from attach to destroy. */
export declare class HlsSession {
    #private;
    constructor(Library: typeof Hls, video: HTMLVideoElement, url: string, events: SessionEvents);
    /** Tries the network again without losing the picture that is shown. */
    retryLoad(): void;
    /** Asks hls.js to rebuild its buffers; false when that was tried a moment ago already. */
    recoverMedia(now: number): boolean;
    destroy(): void;
}
