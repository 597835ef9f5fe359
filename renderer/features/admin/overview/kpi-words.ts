import { plural, t } from '@lingui/core/macro';
import type { ChipTone } from '../../../components/chip.tsx';

/** `in the last 24 hours`, `in the last 7 days`. */
export function spanWords(days: number): string {
  return days === 1
    ? t`in the last 24 hours`
    : plural(days, { one: 'in the last day', other: 'in the last # days' });
}

/** How bad so many failed calls are: none is fine, from five on somebody should look at once. */
export function errorState(errors: number): { readonly tone: ChipTone; readonly text: string } {
  if (errors === 0) return { tone: 'live', text: t`All clear` };
  return errors < 5 ? { tone: 'warn', text: t`Worth a look` } : { tone: 'bad', text: t`Needs attention` };
}
