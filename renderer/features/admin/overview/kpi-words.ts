import { t } from '@lingui/core/macro';
import type { ChipTone } from '../../../components/chip.tsx';

/** `in the last 24 hours`, `in the last 7 days`. */
export function spanWords(days: number): string {
  return days === 1 ? 'in the last 24 hours' : `in the last ${days} days`;
}

/** How bad so many failed calls are: none is fine, from five on somebody should look at once. */
export function errorState(errors: number): { readonly tone: ChipTone; readonly text: string } {
  if (errors === 0) return { tone: 'live', text: t`All clear` };
  return errors < 5 ? { tone: 'warn', text: t`Worth a look` } : { tone: 'bad', text: t`Needs attention` };
}

/** A count that fits on a tab: `998`, `12K`. */
export function shortCount(count: number): string {
  return new Intl.NumberFormat(undefined, { notation: 'compact' }).format(count);
}
