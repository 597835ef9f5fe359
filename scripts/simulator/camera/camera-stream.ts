import { setTimeout as sleep } from 'node:timers/promises';

import { MotionAnalysis } from './motion-analysis.ts';
import type { NodeArchive } from '../local/node-archive.ts';
import type { NodeClient } from '../node-client.ts';
import type { NodeEventLog } from '../node-events.ts';
import type { CameraSettings, NodeSettings } from '../node-options.ts';
import { SegmentUploader } from './segment-uploader.ts';
import { UploadFaults } from './upload-faults.ts';
import { type LiveRun, startLiveEncoder } from '../video/live-encoder.ts';
import { type Segment, type SegmentSource, startLoop } from '../video/segment-source.ts';
import type { NodeReply } from '../wire/http-transport.ts';
import { PLAYLIST_WINDOW, writePlaylist } from '../wire/playlist-text.ts';

/** Finished segments the local server can still give out. */
const HELD_SEGMENTS = 125;
/** Probe of the loops: constrained baseline, level 3.1. The audio value is sent even when there is no audio. */
const CODECS = { video_codec: 'avc1.42e01f', audio_codec: 'mp4a.40.2' };

export interface CameraReport {
  readonly camera_id: string;
  readonly status: string;
  readonly last_error?: string;
}

/** What the node decides for its cameras. */
export interface CameraRules {
  isSuspended(cameraId: string): boolean;
  isRecording(cameraId: string): boolean;
}

export interface CameraParts {
  readonly index: number;
  /** Loop second at which this process begins. */
  readonly firstPhase: number;
  readonly cameraId: string;
  readonly camera: CameraSettings;
  readonly settings: NodeSettings;
  readonly client: NodeClient;
  readonly events: NodeEventLog;
  readonly archive: NodeArchive;
  readonly rules: CameraRules;
  readonly stopped: AbortSignal;
}

/** One camera of a running node: its FFmpeg runs, uploads, playlist, codec and motion reports. */
export class CameraStream {
  readonly cameraId: string;
  readonly camera: CameraSettings;
  readonly #parts: CameraParts;
  readonly #uploader: SegmentUploader;
  readonly #motion: MotionAnalysis;
  #source: SegmentSource | undefined;
  #held: Segment[] = [];
  /** Entries since the run began; tells whether its leading discontinuity is still in the window. */
  #producedInRun = 0;
  #runs = 0;
  #codecSent = false;
  #report: { readonly status: string; readonly last_error?: string } = { status: 'starting' };
  segmentsProduced = 0;
  segmentsAccepted = 0;
  bytesUploaded = 0;

  constructor(parts: CameraParts) {
    this.#parts = parts;
    this.cameraId = parts.cameraId;
    this.camera = parts.camera;
    const { client, events, stopped, settings, cameraId } = parts;
    this.#motion = new MotionAnalysis(settings.motion);
    this.#uploader = new SegmentUploader({
      cameraId,
      client,
      events,
      stopped,
      timing: settings,
      faults: new UploadFaults<Segment>(settings.faults ?? {}, parts.index),
      isSuspended: () => parts.rules.isSuspended(cameraId),
      onAccepted: (segment) => this.#afterAccepted(segment),
    });
  }

  get uploader(): SegmentUploader {
    return this.#uploader;
  }

  get newestSegment(): Segment | undefined {
    return this.#held.at(-1);
  }

  heldSegment(name: string): Segment | undefined {
    return this.#held.find((segment) => segment.name === name);
  }

  /** Begins an FFmpeg run; any earlier one ends. Timestamps and numbers start over. */
  startRun(firstNumber: number): void {
    this.stopRun();
    this.#uploader.clear();
    this.#held = [];
    this.#producedInRun = 0;
    this.#source = this.#openSource(firstNumber);
    this.#runs += 1;
    this.setStatus('streaming');
    this.#parts.events.emit('run', { cameraId: this.cameraId, firstNumber });
  }

  /** Ends the FFmpeg run; uploads under way go on. */
  stopRun(): void {
    this.#source?.stop();
    this.#source = undefined;
  }

  setStatus(status: string, lastError?: string): void {
    this.#report = { status, ...(lastError === undefined ? {} : { last_error: lastError }) };
  }

  /** What a heartbeat says about this camera. */
  report(): CameraReport {
    return { camera_id: this.cameraId, ...this.#report };
  }

  /** The live playlist as it is on the node's disk; undefined before the first segment. */
  playlist(): string | undefined {
    const entries = this.#held.slice(-PLAYLIST_WINDOW);
    if (entries.length === 0) return undefined;
    return writePlaylist(entries, {
      discontinuity: this.#producedInRun <= PLAYLIST_WINDOW,
      endList: false,
    });
  }

  /** Reports motion now, whatever the cooldown. Undefined while suspended or when there was no answer. */
  async sendMotion(score: number): Promise<NodeReply | undefined> {
    if (this.#parts.rules.isSuspended(this.cameraId)) return undefined;
    const timestamp = nanosecondTimestamp();
    const body = { score, timestamp, segment_seq: this.newestSegment?.number ?? 0 };
    const reply = await this.#parts.client.postMotion(this.cameraId, body).catch(() => undefined);
    this.#parts.events.emit('motion', { cameraId: this.cameraId, score, status: reply?.status });
    return reply;
  }

  #openSource(firstNumber: number): SegmentSource {
    const { settings, index, camera, firstPhase } = this.#parts;
    const { audio, segmentSeconds, bitrateKbps } = settings;
    const take = (segment: Segment): void => this.#take(segment);
    if (settings.liveEncode && index === 0) {
      const run: LiveRun = { firstNumber, segmentSeconds, bitrateKbps, audio };
      return startLiveEncoder(run, take);
    }
    // A camera never shows the same second twice: each run begins elsewhere in the loop, unless told otherwise.
    const phase = settings.repeatRuns ? 0 : firstPhase + index * 3 + this.#runs * 5;
    const view = { scene: camera.scene, audio, phase, seconds: segmentSeconds };
    return startLoop({ firstNumber, intervalMs: settings.segmentIntervalMs, view }, take);
  }

  #take(segment: Segment): void {
    this.#held.push(segment);
    if (this.#held.length > HELD_SEGMENTS) this.#held.shift();
    this.#producedInRun += 1;
    this.segmentsProduced += 1;
    this.#uploader.add(segment);
  }

  async #afterAccepted(segment: Segment): Promise<void> {
    const { archive, rules } = this.#parts;
    this.segmentsAccepted += 1;
    this.bytesUploaded += segment.bytes.length;
    if (rules.isSuspended(this.cameraId)) return;
    if (rules.isRecording(this.cameraId)) archive.record(this.cameraId, segment);
    if (!this.#codecSent) {
      this.#codecSent = true;
      await this.#sendCodec();
    }
    const score = this.#motion.analyse();
    if (score !== undefined) void this.sendMotion(score);
    await this.#sendPlaylist();
  }

  async #sendCodec(): Promise<void> {
    const reply = await this.#parts.client.postCodec(this.cameraId, CODECS).catch(() => undefined);
    this.#parts.events.emit('codec', { cameraId: this.cameraId, status: reply?.status });
  }

  /** Read once, then sent with retries on any failure, 4xx included. */
  async #sendPlaylist(): Promise<void> {
    const text = this.playlist();
    const lastNumber = this.newestSegment?.number;
    if (text === undefined || lastNumber === undefined) return;
    const pauses = this.#parts.settings.playlistRetryMs;
    for (let attempts = 1; ; attempts += 1) {
      const reply = await this.#parts.client.pushPlaylist(this.cameraId, text).catch(() => undefined);
      const status = reply?.status;
      const ok = status !== undefined && status >= 200 && status < 300;
      const pause = pauses[attempts - 1];
      if (ok || pause === undefined) {
        this.#parts.events.emit('playlist', { cameraId: this.cameraId, lastNumber, ok, attempts, status });
        return;
      }
      await sleep(pause, undefined, { signal: this.#parts.stopped });
    }
  }
}

/** RFC 3339 UTC with nine fraction digits, as the node writes it. */
function nanosecondTimestamp(): string {
  const beyondMs = String(process.hrtime.bigint() % 1_000_000n).padStart(6, '0');
  return new Date().toISOString().replace('Z', `${beyondMs}+00:00`);
}
