import { createHash, timingSafeEqual } from 'node:crypto';

/** Compares a secret with what somebody sent, in a time that tells nothing of either. False without a secret. */
export function isSecret(secret: string | undefined, given: string): boolean {
  if (secret === undefined || secret === '') return false;
  return timingSafeEqual(digest(secret), digest(given));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}
