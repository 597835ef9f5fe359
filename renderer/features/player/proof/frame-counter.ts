/**
 * Counts pictures that really reached the screen, through `requestVideoFrameCallback` where it exists and
 * else through the decoder's own statistics.
 */
export class FrameCounter {
  readonly #video: HTMLVideoElement;
  #shown = 0;
  #decodedBase = 0;
  #decodedLast = 0;
  #stopped = false;

  constructor(video: HTMLVideoElement) {
    this.#video = video;
    if ('requestVideoFrameCallback' in video) this.#next();
  }

  #next(): void {
    this.#video.requestVideoFrameCallback(() => {
      if (this.#stopped) return;
      this.#shown += 1;
      this.#next();
    });
  }

  /** Pictures shown since this counter was made; never falls. */
  get frames(): number {
    return Math.max(this.#shown, this.#decoded());
  }

  /** Decoder statistics start at 0 again with each new source; sum the runs. */
  #decoded(): number {
    const quality = this.#video.getVideoPlaybackQuality();
    const now = quality.totalVideoFrames - quality.droppedVideoFrames;
    if (now < this.#decodedLast) this.#decodedBase += this.#decodedLast;
    this.#decodedLast = now;
    return this.#decodedBase + now;
  }

  stop(): void {
    this.#stopped = true;
  }
}
