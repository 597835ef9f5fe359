import type { LiveCamera } from './live-camera.ts';

/** Numbers in [0, below) from a fixed seed (a 32-bit linear congruential generator). */
export function seeded(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** A node that loses, repeats, delays and reorders uploads, and restarts now and then. */
export class UnrulyNode {
  readonly #camera: LiveCamera;
  readonly #random: (below: number) => number;
  #next = 0;
  #run = 0;

  constructor(camera: LiveCamera, random: (below: number) => number) {
    this.#camera = camera;
    this.#random = random;
  }

  step(nowMs: number): void {
    const dice = this.#random(100);
    if (dice < 45) this.#upload(this.#next++, nowMs);
    else if (dice < 55) this.#uploadReversed(nowMs);
    else if (dice < 62) this.#next += this.#random(4);
    else if (dice < 70) this.#upload(Math.max(0, this.#next - this.#random(150)), nowMs);
    else if (dice < 92) this.#announce(this.#next - 1 + this.#random(3), nowMs);
    else if (dice < 96) this.#announce(this.#next - this.#random(200), nowMs);
    else if (dice < 98) this.#restart();
    else if (dice < 99) this.#camera.cache.startEpoch(this.#camera.id);
    else this.#camera.cache.flush(this.#camera.id);
  }

  #upload(number: number, nowMs: number): void {
    this.#camera.push(number, nowMs, `run ${this.#run % 3}`);
  }

  #uploadReversed(nowMs: number): void {
    const count = 2 + this.#random(3);
    for (let offset = count - 1; offset >= 0; offset -= 1) this.#upload(this.#next + offset, nowMs);
    this.#next += count;
  }

  #announce(last: number, nowMs: number): void {
    if (last >= 0) this.#camera.announce(last, nowMs);
  }

  #restart(): void {
    this.#run += 1;
    this.#next = this.#random(3) === 0 ? this.#random(300) : 0;
  }
}
