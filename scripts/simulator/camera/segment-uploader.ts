import { setTimeout as sleep } from 'node:timers/promises';

import type { NodeEventLog } from '../node-events.ts';
import type { NodeClient } from '../node-client.ts';
import type { NodeTiming } from '../node-options.ts';
import type { UploadFaults } from './upload-faults.ts';
import type { Segment } from '../video/segment-source.ts';

const MAX_IN_FLIGHT = 4;
/** Waiting files beyond this number are swept from disk and lost. */
const MAX_WAITING = 125;
const RETRIED = new Set([408, 429, 500, 502, 503, 504]);

export interface UploaderParts {
  readonly cameraId: string;
  readonly client: NodeClient;
  readonly timing: Pick<NodeTiming, 'pushRetryMs'>;
  readonly faults: UploadFaults<Segment>;
  readonly events: NodeEventLog;
  readonly stopped: AbortSignal;
  readonly isSuspended: () => boolean;
  /** Runs after the first 2xx of a segment, outside the gate of four uploads. */
  readonly onAccepted: (segment: Segment) => Promise<void>;
}

interface PushOutcome {
  readonly accepted: boolean;
  readonly attempts: number;
  readonly status: number | undefined;
  readonly latencyMs: number;
}

/** Pushes one camera's segments: about in order, at most four at a time, each with its own retries. */
export class SegmentUploader {
  readonly #parts: UploaderParts;
  readonly #waiting: Segment[] = [];
  #inFlight = 0;
  #paused = false;
  /** HTTP requests begun, retries included. */
  attempts = 0;

  constructor(parts: UploaderParts) {
    this.#parts = parts;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Takes over a finished segment. A suspended camera's segments are not even queued. */
  add(segment: Segment): void {
    if (this.#parts.isSuspended()) return;
    this.#waiting.push(...this.#parts.faults.arrange(segment));
    while (this.#waiting.length > MAX_WAITING) {
      const swept = this.#waiting.shift();
      if (swept) this.#report(swept, { accepted: false, attempts: 0, status: undefined, latencyMs: 0 });
    }
    this.#startNext();
  }

  /** Nothing new is pushed until `resume`; segments wait. */
  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.#startNext();
  }

  /** Forgets what waits: a new FFmpeg run overwrites the files. */
  clear(): void {
    this.#waiting.length = 0;
  }

  #startNext(): void {
    while (!this.#paused && this.#inFlight < MAX_IN_FLIGHT && !this.#parts.stopped.aborted) {
      const segment = this.#waiting.shift();
      if (!segment) return;
      if (this.#parts.isSuspended()) continue;
      this.#inFlight += 1;
      void this.#upload(segment);
    }
  }

  async #upload(segment: Segment): Promise<void> {
    const { faults, stopped, onAccepted } = this.#parts;
    try {
      await sleep(faults.delayMs(), undefined, { signal: stopped });
      const outcome = await this.#push(segment);
      if (outcome.accepted && faults.duplicates()) await this.#attempt(segment);
      this.#inFlight -= 1;
      this.#startNext();
      this.#report(segment, outcome);
      if (outcome.accepted) await onAccepted(segment);
    } catch (error) {
      // Only stopping the node interrupts an upload.
      if (!stopped.aborted) throw error;
    }
  }

  async #push(segment: Segment): Promise<PushOutcome> {
    const pauses = this.#parts.timing.pushRetryMs;
    for (let attempts = 1; ; attempts += 1) {
      const begun = performance.now();
      const status = await this.#attempt(segment);
      const latencyMs = performance.now() - begun;
      const accepted = status !== undefined && status >= 200 && status < 300;
      const pause = pauses[attempts - 1];
      const retried = status === undefined || RETRIED.has(status);
      if (accepted || !retried || pause === undefined) return { accepted, attempts, status, latencyMs };
      await sleep(pause, undefined, { signal: this.#parts.stopped });
    }
  }

  /** Status of one request, undefined when there was no complete answer. */
  async #attempt(segment: Segment): Promise<number | undefined> {
    this.attempts += 1;
    try {
      const reply = await this.#parts.client.pushSegment(this.#parts.cameraId, segment.name, segment.bytes);
      return reply.status;
    } catch {
      return undefined;
    }
  }

  #report(segment: Segment, outcome: PushOutcome): void {
    const { accepted, ...rest } = outcome;
    this.#parts.events.emit('segment', {
      cameraId: this.#parts.cameraId,
      number: segment.number,
      name: segment.name,
      result: accepted ? 'accepted' : 'dropped',
      ...rest,
    });
  }
}
