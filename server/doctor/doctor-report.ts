import type { Clock } from '../clock.ts';
import { doctorCheck, type DoctorCheck, type DoctorReport } from '../contract/doctor.ts';
import { findingsOf, type Finding } from './finding.ts';
import { worded } from './words.ts';

/** One examination: what is looked at, and the looking. */
export interface Examination {
  readonly check: DoctorCheck;
  readonly look: () => Promise<Finding | readonly Finding[]> | Finding | readonly Finding[];
}

/** Looks at everything at once and tells it in the usual order. A look that fails is a finding of its own. */
export async function examine(clock: Clock, examinations: readonly Examination[]): Promise<DoctorReport> {
  const begun = clock.monotonicMs();
  const found = (await Promise.all(examinations.map((each) => settled(each)))).flat();
  const order = doctorCheck.options;
  const findings = found.toSorted((a, b) => order.indexOf(a.check) - order.indexOf(b.check));
  return {
    state: (['bad', 'warn'] as const).find((state) => findings.some((each) => each.state === state)) ?? 'ok',
    checked_at: clock.now().toISOString(),
    took_ms: Math.round(clock.monotonicMs() - begun),
    findings: findings.map((finding) => worded(finding)),
  };
}

async function settled({ check, look }: Examination): Promise<readonly Finding[]> {
  try {
    const found = await look();
    return 'check' in found ? [found] : found;
  } catch (error) {
    const type = error instanceof Error ? error.constructor.name : 'Error';
    return [findingsOf(check).unknown('check_failed', { error: type })];
  }
}
