import { setTimeout as sleep } from 'node:timers/promises';

import { CameraStream } from './camera/camera-stream.ts';
import { CommandChannel } from './command-channel.ts';
import { beatOnce, type HeartbeatParts, runHeartbeats } from './heartbeat-loop.ts';
import type { NodeArchive } from './local/node-archive.ts';
import { NodeClient } from './node-client.ts';
import { type CommandResult, executeCommand } from './node-commands.ts';
import type { NodeEventLog } from './node-events.ts';
import type { NodeSettings, StorageStats } from './node-options.ts';
import type { NodeSnapshots } from './local/node-snapshots.ts';
import { cameraIdFor, register } from './registration.ts';
import type { HeartbeatReply, RegisterReply } from './wire/reply-decoding.ts';

/** Below this much free disk the node stores neither recordings nor snapshots, bytes; 0 means unknown. */
const LEAST_FREE_BYTES = 1024 ** 3;
/** Statuses whose heartbeat entry carries the last error, and how much of it. */
const FAULTY = new Set(['restarting', 'failed', 'error']);
const HEARTBEAT_ERROR_CHARS = 500;

export interface ProcessParts {
  readonly settings: NodeSettings;
  readonly events: NodeEventLog;
  readonly archive: NodeArchive;
  readonly snapshots: NodeSnapshots;
  readonly httpPort: number;
  readonly firstNumber: number;
  /** Loop second of the first run, so that each process shows something else. */
  readonly firstPhase: number;
  readonly commandDelayMs: () => number;
  readonly unpair: () => void;
}

/** One run of the node program, from its register call to its end. Recording and suspension live in memory only. */
export class NodeProcess {
  readonly client: NodeClient;
  readonly #parts: ProcessParts;
  readonly #stop = new AbortController();
  readonly #startedMs = Date.now();
  #nodeId: string;
  #channel: CommandChannel | undefined;
  #loops: Promise<void>[] = [];
  #networkCut = false;
  #plan: string | undefined;
  cameras: readonly CameraStream[] = [];
  recording: ReadonlySet<string> = new Set();
  suspended: ReadonlySet<string> = new Set();

  constructor(parts: ProcessParts) {
    const { url, nodeId, key, requestTimeoutMs: timeoutMs } = parts.settings;
    this.#parts = parts;
    this.#nodeId = nodeId;
    this.client = new NodeClient({ url, nodeId, key, timeoutMs });
  }

  get connected(): boolean {
    return this.#channel?.connected ?? false;
  }

  /** Registers once, then starts cameras, heartbeats and command channel. Rejects with RegistrationFailed. */
  async boot(): Promise<void> {
    const { settings, events, httpPort, firstNumber } = this.#parts;
    const reply = await register(this.client, settings, httpPort);
    this.#nodeId = reply.nodeId;
    this.#plan = reply.plan;
    this.cameras = this.#openCameras(reply);
    events.emit('register', { status: 200, cameraIds: this.cameras.map(({ cameraId }) => cameraId) });
    for (const camera of this.cameras) camera.startRun(firstNumber);
    if (settings.heartbeats) this.#loops.push(runHeartbeats(this.#heartbeatParts()));
    if (settings.webSocket) {
      this.#channel = this.#openChannel();
      this.#loops.push(this.#channel.run());
    }
  }

  async stop(): Promise<void> {
    this.#stop.abort(new Error('node stopped'));
    for (const camera of this.cameras) camera.stopRun();
    this.#channel?.drop();
    this.client.close();
    await Promise.all(this.#loops);
  }

  heartbeatNow(): Promise<HeartbeatReply | undefined> {
    return beatOnce(this.#heartbeatParts());
  }

  cutNetwork(silent: boolean): void {
    this.#networkCut = true;
    this.client.cutNetwork();
    if (silent) this.#channel?.abandon();
    else this.#channel?.drop();
  }

  restoreNetwork(): void {
    this.#networkCut = false;
    this.client.restoreNetwork();
  }

  /** The local server's own account of the node. */
  status(): unknown {
    const active = this.cameras.filter((camera) => camera.report().status === 'streaming');
    const sum = (of: (camera: CameraStream) => number): number =>
      this.cameras.reduce((total, camera) => total + of(camera), 0);
    return {
      mode: 'connected',
      version: this.#parts.settings.version,
      uptime_secs: Math.floor((Date.now() - this.#startedMs) / 1_000),
      node_id: this.#nodeId,
      camera_count: this.cameras.length,
      active_camera_count: active.length,
      total_segments: sum((camera) => camera.segmentsAccepted),
      total_bytes_uploaded: sum((camera) => camera.bytesUploaded),
      plan: this.#plan ?? null,
      command_center_url: this.#parts.settings.url,
    };
  }

  describeCamera(camera: CameraStream): unknown {
    const { status, last_error } = camera.report();
    return {
      id: camera.cameraId,
      name: camera.camera.name,
      resolution: '640x360',
      status,
      last_error: last_error ?? null,
      video_codec: 'avc1.42e01f',
      audio_codec: 'mp4a.40.2',
      segments_uploaded: camera.segmentsAccepted,
      bytes_uploaded: camera.bytesUploaded,
      hls_url: `/hls/${camera.cameraId}/stream.m3u8`,
      suspended: this.suspended.has(camera.cameraId),
      recording: this.recording.has(camera.cameraId),
    };
  }

  #openCameras(reply: RegisterReply): CameraStream[] {
    const { settings, events, archive, firstPhase } = this.#parts;
    return settings.cameras.map(
      (camera, index) =>
        new CameraStream({
          camera,
          index,
          settings,
          events,
          archive,
          firstPhase,
          client: this.client,
          cameraId: cameraIdFor(camera, reply),
          stopped: this.#stop.signal,
          rules: {
            isSuspended: (cameraId) => this.suspended.has(cameraId),
            isRecording: (cameraId) => this.recording.has(cameraId) && !isDiskLow(this.#storage()),
          },
        }),
    );
  }

  #openChannel(): CommandChannel {
    const { settings, events } = this.#parts;
    return new CommandChannel({
      target: { baseUrl: settings.url, key: settings.key, nodeId: this.#nodeId },
      timing: settings,
      events,
      stopped: this.#stop.signal,
      isNetworkCut: () => this.#networkCut,
      heartbeat: () => this.#channelHeartbeat(),
      execute: (command, payload) => this.#execute(command, payload),
    });
  }

  async #execute(command: string, payload: unknown): Promise<CommandResult> {
    const { archive, snapshots, unpair, commandDelayMs } = this.#parts;
    await sleep(commandDelayMs());
    const picture = (cameraId: string): Promise<Buffer> => snapshots.picture(cameraId);
    const diskLow = (): boolean => isDiskLow(this.#storage());
    return executeCommand({ archive, picture, diskLow, unpair }, command, payload);
  }

  #heartbeatParts(): HeartbeatParts {
    const { settings, events } = this.#parts;
    return {
      client: this.client,
      timing: settings,
      events,
      stopped: this.#stop.signal,
      body: () => this.#heartbeatBody(),
      apply: (reply) => this.#apply(reply),
    };
  }

  #heartbeatBody(): unknown {
    const { version, lanStreaming, localIp } = this.#parts.settings;
    const cameras = this.#reports(HEARTBEAT_ERROR_CHARS);
    const storage = this.#storage();
    return {
      node_id: this.#nodeId,
      node_version: version,
      lan_streaming: lanStreaming,
      ...(localIp === undefined ? {} : { local_ip: localIp }),
      ...(cameras.length === 0 ? {} : { cameras }),
      ...(storage === null ? {} : { storage_stats: storage }),
    };
  }

  #channelHeartbeat(): unknown {
    const { version, lanStreaming, localIp } = this.#parts.settings;
    const cameras = this.#reports(Number.POSITIVE_INFINITY);
    return { cameras, local_ip: localIp ?? null, lan_streaming: lanStreaming, node_version: version };
  }

  #reports(errorChars: number): unknown[] {
    return this.cameras.map((camera) => {
      const { last_error, ...report } = camera.report();
      if (last_error === undefined || !FAULTY.has(report.status)) return report;
      return { ...report, last_error: last_error.slice(0, errorChars) };
    });
  }

  #storage(): StorageStats | null {
    const given = this.#parts.settings.storage;
    return given === undefined ? this.#parts.archive.stats() : given;
  }

  #apply(reply: HeartbeatReply): void {
    const { events } = this.#parts;
    this.#plan = reply.plan ?? this.#plan;
    this.suspended = new Set(reply.disabled);
    events.emit('suspended', { cameraIds: reply.disabled });
    if (!reply.recording) return;
    const on = [...reply.recording].filter(([, recording]) => recording).map(([cameraId]) => cameraId);
    this.recording = new Set(on);
    events.emit('recording', { cameraIds: on });
  }
}

function isDiskLow(storage: StorageStats | null): boolean {
  const free = storage?.disk_free_bytes ?? 0;
  return free > 0 && free < LEAST_FREE_BYTES;
}
