import { randomHex } from '../../ids.ts';

const ACCEPTABLE = /^[A-Za-z0-9-]{8,128}$/;

/** Keeps a caller's request id when it is safe to log, else makes 16 hex characters. */
export function requestIdFor(incoming: string | string[] | undefined): string {
  return typeof incoming === 'string' && ACCEPTABLE.test(incoming) ? incoming : randomHex(8);
}
