import { crc32 } from 'node:zlib';
import type { ParsedPlaylist } from './playlist-parser.ts';

/** No upload is retried for longer than this, so a name seen again later belongs to another run. */
const RETRY_HORIZON_MS = 45_000;
/** A retried upload can be passed by a draining backlog, but never by this many numbers. */
const FAR_BELOW = 120;
/** A node has at most this many uploads of one camera in flight. */
export const UPLOADS_IN_FLIGHT = 4;
/** Names remembered with the marks of their content; well above FAR_BELOW, so shorter runs are told apart by content. */
const REMEMBERED_NAMES = 512;
/** A number this far above a young run's highest cannot be that run's next upload. */
const IMPLAUSIBLE_JUMP = 16;
/** What `contentMark` looks at. */
const BLOCKS = 8;
const BLOCK_BYTES = 2048;

/**
 * A number by which a repeated upload is recognised: the CRC-32 of the length and of blocks spread over the bytes, the
 * first and the last included. Pictures of two runs differ all over, and summing all of 300 KB took a
 * quarter of what an upload costs. For content of one camera under one name; it protects nothing.
 */
export function contentMark(bytes: Buffer): number {
  const { length } = bytes;
  if (length <= BLOCKS * BLOCK_BYTES) return crc32(bytes, length);
  let mark = length;
  for (let block = 0; block < BLOCKS; block += 1) {
    const start = Math.floor(((length - BLOCK_BYTES) * block) / (BLOCKS - 1));
    mark = crc32(bytes.subarray(start, start + BLOCK_BYTES), mark);
  }
  return mark;
}

interface Memory {
  readonly mark: number;
  readonly firstAtMs: number;
}

/** One run of a camera's encoder: numbers rise, timestamps continue, and a name stands for one content. */
export class Epoch {
  readonly id: number;
  /** The newest playlist that lists segments of this run. */
  playlist: ParsedPlaylist | undefined;
  /** The highest number given to viewers, -1 before the first. */
  lastPublished = -1;
  readonly #known = new Map<string, Memory>();
  #highest = -1;

  constructor(id: number) {
    this.id = id;
  }

  /** The highest number accepted, -1 before the first. */
  get highest(): number {
    return this.#highest;
  }

  /** Whether the name was accepted in this run, even if its bytes have been evicted since. */
  knows(name: string): boolean {
    return this.#known.has(name);
  }

  /** The same upload once more: same name and content, soon enough, and not overtaken by too many numbers. */
  isRetry(name: string, number: number, mark: number, nowMs: number): boolean {
    const memory = this.#known.get(name);
    if (memory === undefined || memory.mark !== mark) return false;
    return nowMs - memory.firstAtMs <= RETRY_HORIZON_MS && !this.#isFarBelow(number);
  }

  /** Whether a push that is no retry can only come from another run. */
  excludes(name: string, number: number): boolean {
    return this.#known.has(name) || this.#isFarBelow(number);
  }

  remember(name: string, number: number, mark: number, nowMs: number): void {
    this.#known.set(name, { mark, firstAtMs: nowMs });
    this.#highest = Math.max(this.#highest, number);
    if (this.#known.size <= REMEMBERED_NAMES) return;
    const oldest = this.#known.keys().next().value;
    if (oldest !== undefined) this.#known.delete(oldest);
  }

  #isFarBelow(number: number): boolean {
    return number + FAR_BELOW <= this.#highest;
  }
}

/**
 * A run that was replaced without a registration. Its last uploads may still be in flight then; they must
 * neither join the new run nor start yet another one.
 */
export class OvertakenRun {
  readonly epoch: Epoch;
  readonly #endedAtMs: number;
  #lateLeft = UPLOADS_IN_FLIGHT;

  constructor(epoch: Epoch, endedAtMs: number) {
    this.epoch = epoch;
    this.#endedAtMs = endedAtMs;
  }

  /** A retry of something this run already delivered. */
  isRetry(name: string, number: number, mark: number, nowMs: number): boolean {
    return nowMs - this.#endedAtMs <= RETRY_HORIZON_MS && this.epoch.isRetry(name, number, mark, nowMs);
  }

  /** Takes in one of the few first uploads this run can still have had in flight; false when it is none. */
  takeLate(number: number, current: Epoch, nowMs: number): boolean {
    const { highest } = this.epoch;
    if (this.#lateLeft === 0 || nowMs - this.#endedAtMs > RETRY_HORIZON_MS) return false;
    if (number < current.highest + IMPLAUSIBLE_JUMP) return false;
    if (number + FAR_BELOW <= highest || number > highest + UPLOADS_IN_FLIGHT) return false;
    this.#lateLeft -= 1;
    return true;
  }
}
