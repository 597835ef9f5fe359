import { t } from '@lingui/core/macro';
import { formats } from '../../../hooks/format.ts';

/** When people are told of things again that were snoozed over night; minutes after midnight. */
const MORNING = formats.timeOfDay(8 * 60);

/** How long something can be kept quiet. */
export const SPANS = [
  { value: '15m', short: t`15 min`, text: t`For 15 minutes` },
  { value: '1h', short: t`1 h`, text: t`For 1 hour` },
  { value: 'tomorrow', short: t`Until ${MORNING}`, text: t`Until tomorrow ${MORNING}` },
] as const;

export type Span = (typeof SPANS)[number]['value'];
