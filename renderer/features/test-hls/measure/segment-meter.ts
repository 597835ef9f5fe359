const KEPT = 10;

/** Measures the bit rate of a stream over its last ten segments. */
export class SegmentMeter {
  readonly #bytes: number[] = [];
  readonly #seconds: number[] = [];

  /** A segment of so many bytes came in. */
  received(bytes: number): void {
    keep(this.#bytes, bytes);
  }

  /** A segment of so many seconds was buffered. */
  buffered(seconds: number): void {
    keep(this.#seconds, seconds);
  }

  /** Null until both sizes and lengths are known. */
  get bitsPerSecond(): number | null {
    const seconds = mean(this.#seconds);
    const bytes = mean(this.#bytes);
    return seconds === null || bytes === null || seconds === 0 ? null : (bytes * 8) / seconds;
  }
}

function keep(list: number[], value: number): void {
  list.push(value);
  if (list.length > KEPT) list.shift();
}

function mean(list: readonly number[]): number | null {
  return list.length === 0 ? null : list.reduce((sum, value) => sum + value, 0) / list.length;
}

/** Tells the bytes of each segment of a camera that this page fetches; answers how to end it. */
export function watchSegmentBytes(cameraId: string, onBytes: (bytes: number) => void): () => void {
  const part = `/api/cameras/${encodeURIComponent(cameraId)}/segment/`;
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (!(entry instanceof PerformanceResourceTiming) || !entry.name.includes(part)) continue;
      if (entry.encodedBodySize > 0) onBytes(entry.encodedBodySize);
    }
  });
  observer.observe({ type: 'resource' });
  return () => observer.disconnect();
}
