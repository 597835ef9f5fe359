import type { DoctorCheck, DoctorCode, DoctorState } from '../contract/doctor.ts';

export type Facts = Readonly<Record<string, string | number>>;

/** What a check found, before it is put in words. */
export interface Finding {
  readonly check: DoctorCheck;
  readonly state: DoctorState;
  readonly code: DoctorCode;
  readonly facts: Facts;
}

/** Whose data may be named: one organization's, or everybody's for whoever runs the computer. */
export interface Scope {
  readonly orgId: string | undefined;
}

type Say = (code: DoctorCode, facts?: Facts) => Finding;

/** Short words for the findings of one check. */
export function findingsOf(check: DoctorCheck): Readonly<Record<DoctorState, Say>> {
  const say =
    (state: DoctorState): Say =>
    (code, facts = {}) => ({ check, state, code, facts });
  return { ok: say('ok'), warn: say('warn'), bad: say('bad'), unknown: say('unknown') };
}
