/** What a player touches of a video element; Node.js has none. */
export class StandInVideo extends EventTarget {
  readyState = 0;
  paused = true;
  videoWidth = 0;
  videoHeight = 0;
  currentTime = 0;
  playbackRate = 1;
  seeking = false;
  frames = 0;
  readonly buffered = { length: 0, start: () => 0, end: () => 0 };

  getVideoPlaybackQuality() {
    return { totalVideoFrames: this.frames, droppedVideoFrames: 0 };
  }

  play(): Promise<void> {
    this.paused = false;
    return Promise.resolve();
  }

  pause(): void {
    this.paused = true;
  }
}
