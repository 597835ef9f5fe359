/** Gathers the proofs that a picture is fresh: pictures shown, and a playlist that grew while we watched. */
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

  /** A playlist ending with this media sequence number arrived. */
  playlist(endSequence: number, now: number): void {
    if (this.#endSequence !== null && endSequence > this.#endSequence) this.#lastAdvanceAt = now;
    this.#endSequence = Math.max(endSequence, this.#endSequence ?? 0);
  }

  /** So many pictures were shown up to now. */
  shown(frames: number, now: number): void {
    if (frames <= this.#frames) return;
    this.#frames = frames;
    this.#lastFrameAt = now;
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
