/** Sizes are rounded up to this, so that segments of one camera fit into each other's place. */
const STEP_BYTES = 16_384;
/** A place may be larger than what comes into it by a quarter and one step. */
const SLACK = 1.25;
/** Memory kept for later that holds nothing. */
const MAX_FREE_BYTES = 33_554_432;

interface Use {
  /** Answers that are sending the bytes. */
  readers: number;
  /** Somebody has the bytes for an unknown time. */
  isKept: boolean;
  /** No longer in the cache. */
  hasLeft: boolean;
}

/**
 * Memory for segments, used again when a segment has left the cache and nobody reads it any more. New memory for each
 * would be cleared by the system page by page, and its garbage collected, which together cost more than receiving it.
 */
export class SegmentMemory {
  readonly #uses = new WeakMap<Buffer, Use>();
  #free: ArrayBufferLike[] = [];
  #freeBytes = 0;

  /** Memory of exactly so many bytes, holding anything. */
  take(length: number): Buffer {
    const bytes = Buffer.from(this.#fitting(length) ?? newPlace(length), 0, length);
    this.#uses.set(bytes, { readers: 0, isKept: false, hasLeft: false });
    return bytes;
  }

  /** Somebody outside has the bytes from now on, so they are never written to again. */
  keep(bytes: Buffer): void {
    const use = this.#uses.get(bytes);
    if (use !== undefined) use.isKept = true;
  }

  /** An answer begins to send the bytes; `giveBack` when none of it is left to send. */
  borrow(bytes: Buffer): void {
    const use = this.#uses.get(bytes);
    if (use !== undefined) use.readers += 1;
  }

  giveBack(bytes: Buffer): void {
    const use = this.#uses.get(bytes);
    if (use === undefined) return;
    use.readers -= 1;
    this.#reuse(bytes, use);
  }

  /** The segment left the cache: nobody new can come to read it. */
  leave(bytes: Buffer): void {
    const use = this.#uses.get(bytes);
    if (use === undefined) return;
    use.hasLeft = true;
    this.#reuse(bytes, use);
  }

  #reuse(bytes: Buffer, { readers, isKept, hasLeft }: Use): void {
    if (readers > 0 || isKept || !hasLeft) return;
    this.#uses.delete(bytes);
    this.#free.push(bytes.buffer);
    this.#freeBytes += bytes.buffer.byteLength;
    while (this.#freeBytes > MAX_FREE_BYTES) this.#freeBytes -= this.#free.shift()?.byteLength ?? 0;
  }

  #fitting(length: number): ArrayBufferLike | undefined {
    const most = length * SLACK + STEP_BYTES;
    const index = this.#free.findLastIndex(({ byteLength }) => byteLength >= length && byteLength <= most);
    if (index === -1) return undefined;
    const [place] = this.#free.splice(index, 1);
    this.#freeBytes -= place?.byteLength ?? 0;
    return place;
  }
}

function newPlace(length: number): ArrayBufferLike {
  return Buffer.allocUnsafeSlow(Math.max(1, Math.ceil(length / STEP_BYTES)) * STEP_BYTES).buffer;
}
