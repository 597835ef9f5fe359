import { t } from '@lingui/core/macro';
/** How long something can be kept quiet. */
export const SPANS = [
  { value: '15m', short: '15 min', text: t`For 15 minutes` },
  { value: '1h', short: '1 h', text: t`For 1 hour` },
  { value: 'tomorrow', short: t`Until 08:00`, text: t`Until tomorrow 08:00` },
] as const;

export type Span = (typeof SPANS)[number]['value'];
