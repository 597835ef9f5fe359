import { t } from '@lingui/core/macro';
import type { DoctorCheck, DoctorFinding, DoctorState } from '../../../../server/contract/doctor.ts';
import type { ChipTone } from '../../../components/chip.tsx';
import { placeWords } from './place-words.ts';
import { serverWords } from './server-words.ts';

export type Facts = DoctorFinding['facts'];
/** What is so, and what to do about it. */
export type Words = (facts: Facts) => readonly [message: string, fix?: string];

const CHECKS: Readonly<Record<DoctorCheck, string>> = {
  video: t`Live video`,
  port: t`Port`,
  dashboard: t`Dashboard`,
  data_directory: t`Data directory`,
  database: t`Database`,
  disk: t`Disk`,
  backups: t`Backups`,
  network: t`Reached from the network`,
  sleep: t`Sleep of the computer`,
  own_clock: t`Clock of this computer`,
  node_clocks: t`Clocks of the nodes`,
  mail: t`Mail`,
  tasks: t`Background tasks`,
  restarts: t`Restarts`,
  settings: t`Settings`,
};

const STATES: Readonly<Record<DoctorState, { readonly tone: ChipTone; readonly text: string }>> = {
  ok: { tone: 'live', text: t`Fine` },
  warn: { tone: 'warn', text: t`Needs attention` },
  bad: { tone: 'bad', text: t`Broken` },
  unknown: { tone: 'idle', text: t`Could not be told` },
};

export function checkName(check: DoctorCheck): string {
  return CHECKS[check];
}

export function stateLook(state: DoctorState): (typeof STATES)[DoctorState] {
  return STATES[state];
}

const WORDS: Readonly<Record<string, Words>> = { ...serverWords, ...placeWords };

/** A finding in the language of the page; in English when a newer server found something this page does not know. */
export function findingWords({ code, facts, message, fix }: DoctorFinding): {
  readonly message: string;
  readonly fix: string | undefined;
} {
  const [said, todo] = WORDS[code]?.(facts) ?? [message, fix ?? undefined];
  return { message: said, fix: todo };
}
