import { decode, encode } from 'jpeg-js';

/** A picture in RGBA. */
interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Cameras with more exist, but no node streams that much. */
const MEGAPIXELS_MAX = 16;
const MEMORY_MAX_MB = 384;
const QUALITY = 80;
const CHANNELS = 4;

/**
 * A JPEG in several sizes, each with its longer edge at most so many pixels, never enlarged, and without anything but
 * the picture. Throws for what is no JPEG or larger than 16 megapixels.
 */
export function scaledPictures(bytes: Uint8Array, edges: readonly number[]): Uint8Array[] {
  const { width, height, data } = decode(bytes, {
    useTArray: true,
    tolerantDecoding: true,
    maxResolutionInMP: MEGAPIXELS_MAX,
    maxMemoryUsageInMB: MEMORY_MAX_MB,
  });
  // The decoder also hands on comments and EXIF data, which the encoder would write again.
  const original: Pixels = { width, height, data };
  return edges.map((edge) => Uint8Array.from(encode(shrunk(original, edge), QUALITY).data));
}

function shrunk(from: Pixels, edge: number): Pixels {
  const ratio = Math.min(1, edge / Math.max(from.width, from.height));
  if (ratio === 1) return from;
  const width = Math.max(1, Math.round(from.width * ratio));
  const height = Math.max(1, Math.round(from.height * ratio));
  const data = new Uint8Array(width * height * CHANNELS);
  const columns = bounds(from.width, width);
  const rows = bounds(from.height, height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      average(from, { columns, rows, x, y }, data, (y * width + x) * CHANNELS);
    }
  }
  return { width, height, data };
}

/** Where each of `to` parts begins within `from` pixels, with the end of the last one. */
function bounds(from: number, to: number): Uint32Array {
  return Uint32Array.from({ length: to + 1 }, (_, index) => Math.floor((index * from) / to));
}

interface Area {
  readonly columns: Uint32Array;
  readonly rows: Uint32Array;
  readonly x: number;
  readonly y: number;
}

/** Writes the mean colour of an area, opaque. */
function average(
  { width, data }: Pixels,
  { columns, rows, x, y }: Area,
  target: Uint8Array,
  at: number,
): void {
  const right = columns[x + 1] ?? 0;
  const bottom = rows[y + 1] ?? 0;
  let red = 0;
  let green = 0;
  let blue = 0;
  let count = 0;
  for (let row = rows[y] ?? 0; row < bottom; row += 1) {
    for (let column = columns[x] ?? 0; column < right; column += 1) {
      const from = (row * width + column) * CHANNELS;
      red += data[from] ?? 0;
      green += data[from + 1] ?? 0;
      blue += data[from + 2] ?? 0;
      count += 1;
    }
  }
  target[at] = red / count;
  target[at + 1] = green / count;
  target[at + 2] = blue / count;
  target[at + 3] = 255;
}
