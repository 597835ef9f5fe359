import { randomHex } from '../../ids.ts';

const ACCEPTABLE = /^[A-Za-z0-9-]{8,128}$/;
const ID_LENGTH = 16;
/** Ids drawn at once: asking the system for randomness costs more than the rest of a video answer's head. */
const DRAWN = 256;

/** Ids of requests: 16 hex characters, drawn many at a time. */
export class RequestIds {
  #drawn = '';
  #used = 0;

  /** Keeps a caller's request id when it is safe to log, else makes a new one. */
  for(incoming: string | string[] | undefined): string {
    return typeof incoming === 'string' && ACCEPTABLE.test(incoming) ? incoming : this.#next();
  }

  #next(): string {
    if (this.#used >= this.#drawn.length) {
      this.#drawn = randomHex((ID_LENGTH / 2) * DRAWN);
      this.#used = 0;
    }
    this.#used += ID_LENGTH;
    return this.#drawn.slice(this.#used - ID_LENGTH, this.#used);
  }
}
