/** How long something can be kept quiet. */
export const SPANS = [
  { value: '15m', short: '15 min', text: 'For 15 minutes' },
  { value: '1h', short: '1 h', text: 'For 1 hour' },
  { value: 'tomorrow', short: 'Until 08:00', text: 'Until tomorrow 08:00' },
] as const;

export type Span = (typeof SPANS)[number]['value'];
