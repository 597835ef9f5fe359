/** Gathers the proofs that a picture is fresh: pictures shown, and a playlist that grew while we watched. */
export declare class Freshness {
    #private;
    /** When the playlist last grew; `null` until it did: a first playlist may be old. */
    get lastAdvanceAt(): number | null;
    /** When the newest picture was shown. */
    get lastFrameAt(): number | null;
    get frames(): number;
    /** A playlist ending with this media sequence number arrived. */
    playlist(endSequence: number, now: number): void;
    /** So many pictures were shown up to now. */
    shown(frames: number, now: number): void;
    /** The session is rebuilt: its playlists must prove themselves again, the last picture's time stays. */
    rebuilt(): void;
    /** Playback starts anew on purpose; what was seen before is no outage. */
    restarted(): void;
}
