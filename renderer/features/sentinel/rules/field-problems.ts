import { t } from '@lingui/core/macro';
/** What is wrong with a time of day. */
export function timeProblem(value: string): string | null {
  return /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(value) ? null : t`Enter a time`;
}

/** What is wrong with the minutes between two runs. */
export function cooldownProblem(value: string): string | null {
  const minutes = Number(value);
  const isFine = value.trim() !== '' && Number.isInteger(minutes) && minutes >= 1 && minutes <= 60;
  return isFine ? null : t`Enter whole minutes, from 1 to 60`;
}
