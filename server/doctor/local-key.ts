import { timingSafeEqual } from 'node:crypto';
import type { InstallationSecret } from '../secrets/installation-secret.ts';

/** What only somebody who can read the data directory can know. */
export function localDoctorKey(secret: InstallationSecret): string {
  return secret.key('doctor').toString('hex');
}

/** Whether a caller showed that key. */
export function isLocalDoctorKey(secret: InstallationSecret, shown: string | undefined): boolean {
  const expected = Buffer.from(localDoctorKey(secret));
  const given = Buffer.from(shown ?? '');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
