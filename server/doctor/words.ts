import type { DoctorCheck, DoctorCode, DoctorFinding } from '../contract/doctor.ts';
import type { Facts, Finding } from './finding.ts';
import { networkWords, serverWords } from './words/server-words.ts';
import { storageWords } from './words/storage-words.ts';

/** What is wrong, and what to do about it (undefined where nothing is to be done). */
export type Words = (facts: Facts) => readonly [message: string, fix?: string];

const WORDS: Readonly<Record<DoctorCode, Words>> = { ...serverWords, ...networkWords, ...storageWords };

/** A finding with its words in English. */
export function worded({ check, state, code, facts }: Finding): DoctorFinding {
  const [message, fix] = WORDS[code](facts);
  return { check, state, code, facts: { ...facts }, message, fix: fix ?? null };
}

/** How the checks are called in a list. */
export const CHECK_NAMES: Readonly<Record<DoctorCheck, string>> = {
  video: 'Live video',
  port: 'Port',
  dashboard: 'Dashboard',
  data_directory: 'Data directory',
  database: 'Database',
  disk: 'Disk',
  backups: 'Backups',
  network: 'Network',
  sleep: 'Sleep',
  own_clock: 'Clock',
  node_clocks: 'Node clocks',
  mail: 'Mail',
  tasks: 'Tasks',
  restarts: 'Restarts',
  settings: 'Settings',
};
