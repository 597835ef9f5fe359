/** One segment in memory. `bytes` is shared with every reader and must never be written to. */
export interface HeldSegment {
  readonly cameraId: string;
  readonly name: string;
  readonly number: number;
  readonly bytes: Buffer;
  /** 8 lower-case hex digits that nothing else of this name has. */
  readonly version: string;
  /** Monotonic milliseconds. */
  readonly arrivedAtMs: number;
  /** The same moment as milliseconds since 1970, UTC. */
  readonly acceptedAt: number;
  /** Runs of one camera are numbered upward; timestamps are continuous only inside one run. */
  readonly epoch: number;
  /** From the playlist that listed it; a push itself carries no duration. */
  readonly durationSeconds: number | undefined;
}

/** The owner's view of a segment: what a later playlist or a late-recognised restart may still correct. */
export interface StoredSegment extends HeldSegment {
  /** Tells a repeated upload from another run's. */
  readonly mark: number;
  epoch: number;
  durationSeconds: number | undefined;
}

/** What arrived, and when. */
export interface Arrival {
  readonly bytes: Buffer;
  readonly version: string;
  /** `contentMark` of the bytes. */
  readonly mark: number;
  /** Monotonic milliseconds. */
  readonly nowMs: number;
  /** Milliseconds since 1970, UTC. */
  readonly wallMs: number;
}

/** The path of a segment relative to its camera's playlist; the version makes it name exactly one content. */
export function segmentUri(segment: HeldSegment): string {
  return `segment/${segment.name}?v=${segment.version}`;
}

function versionKey(name: string, version: string): string {
  return `${name}?v=${version}`;
}

function streamOrder(a: HeldSegment, b: HeldSegment): number {
  return a.epoch - b.epoch || a.number - b.number;
}

/**
 * The segments of one camera, in order of arrival, with their lookups. Removal goes in order of arrival, so
 * the newest bearer of a name is always the last one to leave.
 */
export class HeldSegments {
  readonly #arrivals = new Set<StoredSegment>();
  readonly #byName = new Map<string, StoredSegment>();
  readonly #byVersion = new Map<string, StoredSegment>();

  get size(): number {
    return this.#arrivals.size;
  }

  /** How many different names are held: a name re-used by a later run counts once. */
  get names(): number {
    return this.#byName.size;
  }

  add(segment: StoredSegment): void {
    this.#arrivals.add(segment);
    this.#byName.set(segment.name, segment);
    this.#byVersion.set(versionKey(segment.name, segment.version), segment);
  }

  remove(segment: StoredSegment): void {
    this.#arrivals.delete(segment);
    if (this.#byName.get(segment.name) === segment) this.#byName.delete(segment.name);
    const key = versionKey(segment.name, segment.version);
    if (this.#byVersion.get(key) === segment) this.#byVersion.delete(key);
  }

  clear(): void {
    this.#arrivals.clear();
    this.#byName.clear();
    this.#byVersion.clear();
  }

  oldest(): StoredSegment | undefined {
    return this.#arrivals.values().next().value;
  }

  /** The newest bearer of a name. */
  named(name: string): StoredSegment | undefined {
    return this.#byName.get(name);
  }

  versioned(name: string, version: string): StoredSegment | undefined {
    return this.#byVersion.get(versionKey(name, version));
  }

  /** The segment of a listed address without its folder, such as `segment_00042.ts?v=3f2a91c0`. */
  listed(address: string): StoredSegment | undefined {
    return this.#byVersion.get(address);
  }

  /** Every segment in order of arrival. */
  all(): Iterable<StoredSegment> {
    return this.#arrivals;
  }

  /** Every segment in stream order: by run, then by number. */
  ordered(): StoredSegment[] {
    return [...this.#arrivals].sort(streamOrder);
  }
}
