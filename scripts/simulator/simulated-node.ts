import type { CameraStream } from './camera/camera-stream.ts';
import { LanServer } from './local/lan-server.ts';
import { NodeArchive } from './local/node-archive.ts';
import { NodeEventLog } from './node-events.ts';
import { type NodeSettings, settle, type SimulatedNodeOptions } from './node-options.ts';
import { NodeProcess } from './node-process.ts';
import { NodeSnapshots } from './local/node-snapshots.ts';
import type { NodeReply } from './wire/http-transport.ts';
import type { HeartbeatReply } from './wire/reply-decoding.ts';

/** Totals of one camera since its node process started. */
export interface CameraStats {
  readonly cameraId: string;
  readonly segmentsProduced: number;
  readonly segmentsAccepted: number;
  readonly segmentsWaiting: number;
  /** Push requests, retries included. */
  readonly pushAttempts: number;
  readonly bytesUploaded: number;
}

/** Starts a node that registers once and then streams. Rejects with RegistrationFailed when that is refused. */
export async function startSimulatedNode(options: SimulatedNodeOptions): Promise<SimulatedNode> {
  const node = new SimulatedNode(settle(options));
  await node.start();
  return node;
}

/** A whole node: its storage and local server outlive restarts of its process. Cameras are named by index or id. */
export class SimulatedNode {
  readonly events = new NodeEventLog();
  readonly settings: NodeSettings;
  readonly #archive = new NodeArchive();
  readonly #snapshots: NodeSnapshots;
  readonly #lan: LanServer;
  #lanPort = 0;
  #process: NodeProcess | undefined;
  #paired = true;
  #starts = 0;
  /** Time every command takes before it answers, ms. */
  commandDelayMs: number;

  constructor(settings: NodeSettings) {
    this.settings = settings;
    this.commandDelayMs = settings.commandDelayMs ?? 0;
    this.#snapshots = new NodeSnapshots(settings, this.#archive, () => this.cameras);
    this.#lan = new LanServer({
      cameras: () => this.cameras,
      archive: this.#archive,
      status: () => this.#process?.status() ?? {},
      describeCamera: (camera) => this.#process?.describeCamera(camera) ?? {},
      takeSnapshot: (cameraId) => this.#snapshots.take(cameraId),
    });
  }

  get cameras(): readonly CameraStream[] {
    return this.#process?.cameras ?? [];
  }

  get cameraIds(): string[] {
    return this.cameras.map(({ cameraId }) => cameraId);
  }

  /** Cameras recording by the last heartbeat answer. */
  get recording(): string[] {
    return [...(this.#process?.recording ?? [])];
  }

  get suspended(): string[] {
    return [...(this.#process?.suspended ?? [])];
  }

  /** Command channel open. */
  get connected(): boolean {
    return this.#process?.connected ?? false;
  }

  /** Base URL of the node's local server; undefined when it has none. */
  get lanUrl(): string | undefined {
    const lan = this.settings.lan;
    return lan && this.#lanPort > 0 ? `http://${lan.host}:${this.#lanPort}` : undefined;
  }

  get stats(): CameraStats[] {
    return this.cameras.map((camera) => ({
      cameraId: camera.cameraId,
      segmentsProduced: camera.segmentsProduced,
      segmentsAccepted: camera.segmentsAccepted,
      segmentsWaiting: camera.uploader.waiting,
      pushAttempts: camera.uploader.attempts,
      bytesUploaded: camera.bytesUploaded,
    }));
  }

  /** As `events.waitFor`: the next such event, rejecting after 10 s unless told otherwise. */
  readonly waitFor: NodeEventLog['waitFor'] = (name, options) => this.events.waitFor(name, options);

  /** Opens the local server and boots the process. Called by `startSimulatedNode`. */
  async start(): Promise<void> {
    try {
      const lan = this.settings.lan;
      if (lan) this.#lanPort = await this.#lan.listen(lan.host, lan.port);
      await this.#boot();
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** Ends the node as a kill would: TCP is dropped without a close frame. Its storage is removed. */
  async stop(): Promise<void> {
    await this.#process?.stop();
    if (this.#lanPort > 0) await this.#lan.close();
    this.#lanPort = 0;
    this.#archive.close();
  }

  /** Stops the process and boots it again: registers, numbers from 0. Rejects as `startSimulatedNode`. */
  async restartProcess(): Promise<void> {
    await this.#process?.stop();
    if (!this.#paired) throw new Error('the pairing was wiped: the node needs setup again');
    await this.#boot();
  }

  /** FFmpeg of one camera (default: of all) ends and runs again from number 0, without a register call. */
  restartFfmpeg(camera?: number | string): void {
    for (const stream of this.#chosen(camera)) stream.startRun(0);
  }

  /** FFmpeg hangs: no new segments until `restartFfmpeg`. */
  stallFfmpeg(camera: number | string): void {
    const stream = this.#one(camera);
    stream.stopRun();
    stream.setStatus('error', 'no new segment for 10 s');
  }

  /** Segments keep being produced but wait; without a camera, of all. */
  pausePushes(camera?: number | string): void {
    for (const stream of this.#chosen(camera)) stream.uploader.pause();
  }

  /** Pushes what waited, in a burst of at most four at a time; `discard` forgets it instead. */
  resumePushes(camera?: number | string, options: { readonly discard?: boolean } = {}): void {
    for (const stream of this.#chosen(camera)) {
      if (options.discard) stream.uploader.clear();
      stream.uploader.resume();
    }
  }

  /** Reports motion at once, ignoring the cooldown. Undefined while suspended or without an answer. */
  sendMotion(camera: number | string, score: number): Promise<NodeReply | undefined> {
    return this.#one(camera).sendMotion(score);
  }

  /** What the following heartbeats say about a camera. */
  setCameraStatus(camera: number | string, status: string, lastError?: string): void {
    this.#one(camera).setStatus(status, lastError);
  }

  /** One extra heartbeat cycle now. The decoded answer, or undefined when all attempts failed. */
  heartbeatNow(): Promise<HeartbeatReply | undefined> {
    return this.#running().heartbeatNow();
  }

  /**
   * Nothing reaches the server any more. By default connections are reset; `silent` leaves the command channel's
   * TCP open without a word, as a pulled cable does.
   */
  cutNetwork(options: { readonly silent?: boolean } = {}): void {
    this.#running().cutNetwork(options.silent ?? false);
  }

  restoreNetwork(): void {
    this.#running().restoreNetwork();
  }

  /** Operator factory reset: tells the server, then wipes whatever it answered. Streaming goes on until `stop`. */
  async decommission(): Promise<NodeReply> {
    try {
      return await this.#running().client.decommission();
    } finally {
      this.#archive.wipe();
      this.#paired = false;
    }
  }

  async #boot(): Promise<void> {
    const firstNumber = this.#starts === 0 ? this.settings.startNumber : 0;
    const process = new NodeProcess({
      settings: this.settings,
      events: this.events,
      archive: this.#archive,
      snapshots: this.#snapshots,
      httpPort: this.#lanPort > 0 ? this.#lanPort : 8080,
      firstNumber,
      firstPhase: this.#starts * 7,
      commandDelayMs: () => this.commandDelayMs,
      unpair: () => {
        this.#paired = false;
      },
    });
    this.#starts += 1;
    this.#process = process;
    await process.boot();
  }

  #running(): NodeProcess {
    if (!this.#process) throw new Error('the node has not been started');
    return this.#process;
  }

  #chosen(camera: number | string | undefined): readonly CameraStream[] {
    return camera === undefined ? this.cameras : [this.#one(camera)];
  }

  #one(camera: number | string): CameraStream {
    const found = this.cameras.find((stream, index) => index === camera || stream.cameraId === camera);
    if (!found) throw new RangeError(`no camera ${camera}`);
    return found;
  }
}
