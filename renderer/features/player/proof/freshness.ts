/**
 * Gathers the proofs that a picture is fresh: pictures shown, and a playlist that grew while we watched.
 * All times are ms of one clock that never jumps.
 */
export class Freshness {
  #endSequence: number | null = null;
  #lastAdvanceAt: number | null = null;
  #lastFrameAt: number | null = null;
  #frames = 0;

  /** When the playlist last grew; `null` until it did: a first playlist may be old. */
  get lastAdvanceAt(): number | null {
    return this.#lastAdvanceAt;
  }

  /** When the newest picture was shown. */
  get lastFrameAt(): number | null {
    return this.#lastFrameAt;
  }

  get frames(): number {
    return this.#frames;
  }

  /**
   * A playlist ending with this media sequence number arrived. False when its numbers fell, as after a
   * restored backup: then this is another stream, which must grow anew.
   */
  playlist(endSequence: number, now: number): boolean {
    const before = this.#endSequence ?? endSequence;
    this.#endSequence = endSequence;
    if (endSequence > before) this.#lastAdvanceAt = now;
    if (endSequence < before) this.#lastAdvanceAt = null;
    return endSequence >= before;
  }

  /** So many pictures were shown up to now. */
  shown(frames: number, now: number): void {
    if (frames <= this.#frames) return;
    this.#frames = frames;
    this.#lastFrameAt = now;
  }

  /** Nobody looked for a while, as when the computer slept: the stream must grow once more. */
  doubted(): void {
    this.#lastAdvanceAt = null;
  }

  /** The session is rebuilt: its playlists must prove themselves again, the last picture's time stays. */
  rebuilt(): void {
    this.#endSequence = null;
    this.#lastAdvanceAt = null;
  }

  /** Playback starts anew on purpose; what was seen before is no outage. */
  restarted(): void {
    this.rebuilt();
    this.#lastFrameAt = null;
  }
}
