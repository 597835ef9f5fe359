import { REQUEST_TIMEOUT_MS } from './node-client.ts';
import { type Scene, sceneForCamera } from './video/loop-library.ts';

/** One camera the node reports. */
export interface CameraSpec {
  /** Default `/dev/video<2 × index>`. */
  readonly devicePath?: string;
  readonly name?: string;
  readonly scene?: Scene;
}

/** Deliberate upload trouble; probabilities are 0–1 per segment. */
export interface UploadFaultOptions {
  /** Segment is never pushed, though the playlist lists it. */
  readonly drop?: number;
  /** Segment is held back until the next one has been handed out. */
  readonly reorder?: number;
  /** Segment is pushed a second time after it was accepted. */
  readonly duplicate?: number;
  readonly delay?: { readonly probability: number; readonly ms: number };
  /** Same seed, same faults. */
  readonly seed?: number;
}

/** Motion found by the simulated analysis: every `everySegments` accepted segments, for `burstSegments` in a row. */
export interface MotionOptions {
  readonly everySegments: number;
  readonly burstSegments?: number;
  /** Highest score of a burst, 0–100; default 60. */
  readonly score?: number;
  /** Least time between two reports of one camera, ms; default 30 s. */
  readonly cooldownMs?: number;
}

/** Bytes, as a heartbeat reports them; disk pair 0, 0 means unknown. */
export interface StorageStats {
  readonly used_bytes: number;
  readonly max_bytes: number;
  readonly disk_free_bytes: number;
  readonly disk_total_bytes: number;
}

/** Waiting times of the node, ms. The number of pauses is the number of retries. */
export interface NodeTiming {
  readonly requestTimeoutMs: number;
  /** From the end of one heartbeat cycle to the next, and between WebSocket heartbeats. */
  readonly heartbeatMs: number;
  readonly heartbeatRetryMs: readonly number[];
  readonly pushRetryMs: readonly number[];
  readonly playlistRetryMs: readonly number[];
  /** Reconnect pauses of the command channel; the last one repeats. */
  readonly reconnectMs: readonly number[];
}

/** Everything but the first three fields has a default that behaves like the real node. */
export interface SimulatedNodeOptions extends Partial<NodeTiming> {
  readonly url: string;
  readonly nodeId: string;
  readonly key: string;
  readonly name?: string;
  readonly version?: string;
  /** A number of default cameras, or their descriptions; default 1. */
  readonly cameras?: number | readonly CameraSpec[];
  /** Whole seconds of video in a segment, 1–30; default 1. */
  readonly segmentSeconds?: number;
  /** Real time between two segments, ms; default the length of a segment. Shorter runs faster than life. */
  readonly segmentIntervalMs?: number;
  /** Number of the first segment of the first run; later runs start at 0. */
  readonly startNumber?: number;
  /** Every run repeats the same bytes, as a test picture would; default false. */
  readonly repeatRuns?: boolean;
  readonly audio?: boolean;
  /** First camera is encoded live by ffmpeg with a burnt-in wall clock; needs ffmpeg. */
  readonly liveEncode?: boolean;
  /** Of the live camera; default 2500. */
  readonly bitrateKbps?: number;
  readonly faults?: UploadFaultOptions;
  readonly motion?: MotionOptions;
  /** Command channel on; default true. */
  readonly webSocket?: boolean;
  /** Heartbeats on; default true. */
  readonly heartbeats?: boolean;
  /** Local HTTP server; default 127.0.0.1 on a free port, false for none. */
  readonly lan?: { readonly host?: string; readonly port?: number } | false;
  /** Reported in register and heartbeats; default false. */
  readonly lanStreaming?: boolean;
  /** Reported address; default none. */
  readonly localIp?: string;
  /** Reported instead of the real figures; null leaves them out. */
  readonly storage?: StorageStats | null;
  /** Where snapshots come from: 'ffmpeg' decodes the newest segment, 'still' is the scene's committed picture. */
  readonly snapshots?: 'ffmpeg' | 'still';
  /** Time every command takes before it answers, ms; default 0. */
  readonly commandDelayMs?: number;
}

export interface CameraSettings {
  readonly devicePath: string;
  readonly name: string;
  readonly scene: Scene;
}

type Defaulted = 'name' | 'version' | 'segmentSeconds' | 'segmentIntervalMs' | 'startNumber' | 'repeatRuns';
type Switched = 'audio' | 'liveEncode' | 'bitrateKbps' | 'webSocket' | 'heartbeats' | 'lanStreaming';
type Kept = Omit<SimulatedNodeOptions, Defaulted | Switched | keyof NodeTiming | 'cameras' | 'lan'>;

/** Options with every default filled in. */
export interface NodeSettings
  extends Kept, NodeTiming, Required<Pick<SimulatedNodeOptions, Defaulted | Switched>> {
  readonly cameras: readonly CameraSettings[];
  readonly lan: { readonly host: string; readonly port: number } | undefined;
}

const REAL_TIMING: NodeTiming = {
  requestTimeoutMs: REQUEST_TIMEOUT_MS,
  heartbeatMs: 30_000,
  heartbeatRetryMs: [1_000, 2_000],
  pushRetryMs: [250, 500, 1_000],
  playlistRetryMs: [250, 500],
  reconnectMs: [1_000, 2_000, 4_000, 8_000, 16_000, 30_000],
};

/** Fills in the defaults. Throws RangeError for a segment length that is not a whole number from 1 to 30. */
export function settle(options: SimulatedNodeOptions): NodeSettings {
  const segmentSeconds = options.segmentSeconds ?? 1;
  if (!Number.isInteger(segmentSeconds) || segmentSeconds < 1 || segmentSeconds > 30) {
    throw new RangeError('segment seconds must be a whole number from 1 to 30');
  }
  return {
    name: 'Simulated node',
    version: '0.1.73',
    startNumber: 0,
    repeatRuns: false,
    audio: false,
    liveEncode: false,
    bitrateKbps: 2_500,
    webSocket: true,
    heartbeats: true,
    lanStreaming: false,
    ...REAL_TIMING,
    ...options,
    segmentSeconds,
    segmentIntervalMs: options.segmentIntervalMs ?? segmentSeconds * 1_000,
    cameras: camerasOf(options.cameras ?? 1),
    lan: options.lan === false ? undefined : { host: '127.0.0.1', port: 0, ...options.lan },
  };
}

function camerasOf(cameras: number | readonly CameraSpec[]): CameraSettings[] {
  const specs =
    typeof cameras === 'number' ? Array.from({ length: cameras }, (): CameraSpec => ({})) : cameras;
  return specs.map((spec, index) => ({
    // A webcam takes two device numbers on Linux: the picture and its metadata.
    devicePath: spec.devicePath ?? `/dev/video${index * 2}`,
    name: spec.name ?? `Simulated camera ${index + 1}`,
    scene: spec.scene ?? sceneForCamera(index),
  }));
}
