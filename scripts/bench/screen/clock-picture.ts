/** Size of the pictures, and of the blocks that show the time in them: one row of bits along the upper edge. */
export const PICTURE = { width: 640, height: 360, rate: 25 } as const;
export const BLOCK = { size: 32, count: 20, rows: 2 } as const;
/** The time is shown modulo 2^TIME_BITS ms (about 18 minutes); the rest of the blocks is a check sum. */
export const TIME_BITS = 30;
const CHECK_BITS = BLOCK.count * BLOCK.rows - TIME_BITS;

/** Bits of a time with its check sum, the highest first. */
function bitsOf(ms: number): boolean[] {
  const time = Math.floor(ms) % 2 ** TIME_BITS;
  const value = BigInt(time) * 2n ** BigInt(CHECK_BITS) + BigInt(checkOf(time));
  const count = TIME_BITS + CHECK_BITS;
  return Array.from({ length: count }, (_, index) => ((value >> BigInt(count - 1 - index)) & 1n) === 1n);
}

/** The page that reads the picture computes the same. */
export function checkOf(time: number): number {
  return (time * 7 + Math.floor(time / 1021)) % 2 ** CHECK_BITS;
}

const { width, height } = PICTURE;

/** Grey pictures that carry the wall clock as black and white blocks, above something that moves. */
export class ClockPictures {
  readonly #luma = Buffer.alloc(width * height, 96);
  #count = 0;

  /** The picture of this moment, one byte a pixel; the same memory each time. */
  draw(ms: number): Buffer {
    this.#count += 1;
    for (const [index, isWhite] of bitsOf(ms).entries()) {
      const left = (index % BLOCK.count) * BLOCK.size;
      const top = Math.floor(index / BLOCK.count) * BLOCK.size;
      for (let row = top; row < top + BLOCK.size; row += 1)
        this.#luma.fill(isWhite ? 235 : 16, row * width + left, row * width + left + BLOCK.size);
    }
    const top = BLOCK.size * BLOCK.rows;
    const bar = (this.#count * 8) % (width - 64);
    for (let row = top + 40; row < top + 200; row += 1) {
      this.#luma.fill(96, row * width, (row + 1) * width);
      this.#luma.fill(170, row * width + bar, row * width + bar + 64);
    }
    return this.#luma;
  }
}
