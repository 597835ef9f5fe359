import { t } from '@lingui/core/macro';
import { formats } from '../../../hooks/format.ts';
import { loadHls, streamUrl } from '../../player/hls-session.ts';
import { StreamPlayer } from '../../player/stream-player.ts';
import { EventLog } from './event-log.ts';
import { bufferAhead, type Figures, stateWords } from './figures.ts';
import { SegmentMeter, watchSegmentBytes } from './segment-meter.ts';
import { StallWatch } from './stall-watch.ts';
import { traced } from './traced-session.ts';

/** Plays one camera with the dashboard's own player, and measures it from outside. */
export class Probe {
  readonly log = new EventLog();
  readonly #video: HTMLVideoElement;
  readonly #player: StreamPlayer;
  readonly #meter = new SegmentMeter();
  readonly #stalls: StallWatch;
  readonly #ends: (() => void)[] = [];
  #told = '';

  constructor(video: HTMLVideoElement, poster: HTMLCanvasElement, cameraId: string) {
    const { log } = this;
    this.#video = video;
    this.#stalls = new StallWatch(
      video,
      () => log.add(t`Ran out of data`, { isBad: true }),
      (seconds) => log.add(t`Goes on after ${formats.number(seconds)} s`),
    );
    const load = traced(
      () => loadHls(cameraId),
      log,
      (seconds) => this.#meter.buffered(seconds),
    );
    this.#player = new StreamPlayer(video, poster, streamUrl(cameraId), load);
    this.#ends.push(
      this.#player.subscribe(this.#notePhase),
      watchSegmentBytes(cameraId, (bytes) => this.#meter.received(bytes)),
      () => this.#stalls.dispose(),
      () => this.#player.dispose(),
    );
    this.#listen('seeking', () => log.add(t`Jumps to ${formats.number(video.currentTime)} s`));
    this.#listen('resize', () => log.add(t`Picture of ${`${video.videoWidth}×${video.videoHeight}`}`));
    this.#listen('error', () =>
      log.add(t`Video element failed: ${video.error?.message || t`no reason given`}`, { isBad: true }),
    );
  }

  start(): void {
    this.#player.start();
  }

  stop(): void {
    this.#player.stop();
  }

  dispose(): void {
    for (const end of this.#ends) end();
  }

  figures(): Figures {
    const { totalVideoFrames: total, droppedVideoFrames: dropped } = this.#video.getVideoPlaybackQuality();
    return {
      snapshot: this.#player.getSnapshot(),
      aheadS: bufferAhead(this.#video),
      decoded: total - dropped,
      dropped,
      bitsPerSecond: this.#meter.bitsPerSecond,
      rate: this.#video.playbackRate,
      stalls: this.#stalls.stalls,
    };
  }

  #listen(event: keyof HTMLVideoElementEventMap, then: () => void): void {
    this.#video.addEventListener(event, then);
    this.#ends.push(() => this.#video.removeEventListener(event, then));
  }

  readonly #notePhase = (): void => {
    const snapshot = this.#player.getSnapshot();
    const words = stateWords(snapshot);
    if (words === this.#told) return;
    this.#told = words;
    this.log.add(words, { isBad: ['frozen', 'blocked', 'no-picture'].includes(snapshot.phase) });
  };
}
