import { t } from '@lingui/core/macro';
import { formats } from '../../../hooks/format.ts';
import type { Camera } from '../../../../server/contract/fleet/cameras.ts';

export const MODES = [
  { value: 'off', label: t`Off`, about: t`Only live pictures, nothing is kept.` },
  { value: 'continuous', label: t`Always`, about: t`Day and night; the oldest recordings make room.` },
  { value: 'scheduled', label: t`On a schedule`, about: t`Every day between two times.` },
] as const;
export type Mode = (typeof MODES)[number]['value'];

/** The recording form as filled in; times are `HH:MM`. */
export interface Draft {
  readonly mode: Mode;
  readonly start: string;
  readonly end: string;
}

type Policy = Camera['recording_policy'];

const DEFAULT_START = '08:00';
const DEFAULT_END = '17:00';

export function draftOf(policy: Policy): Draft {
  const mode = policy.continuous_24_7 ? 'continuous' : policy.scheduled_recording ? 'scheduled' : 'off';
  return {
    mode,
    start: policy.scheduled_start || DEFAULT_START,
    end: policy.scheduled_end || DEFAULT_END,
  };
}

/** The whole policy: one mode on, the other forced off. Times are kept for the next time. */
export function policyOf(draft: Draft) {
  return {
    continuous_24_7: draft.mode === 'continuous',
    scheduled_recording: draft.mode === 'scheduled',
    ...(draft.mode === 'scheduled' ? { scheduled_start: draft.start, scheduled_end: draft.end } : {}),
  };
}

/** What is wrong with the times, beside the field it concerns. */
export function draftErrors(draft: Draft): { readonly start?: string; readonly end?: string } {
  if (draft.mode !== 'scheduled') return {};
  if (draft.start === '') return { start: t`Enter a time` };
  if (draft.end === '') return { end: t`Enter a time` };
  return draft.start === draft.end ? { end: t`Choose another time: this would never record` } : {};
}

export function sameDraft(a: Draft, b: Draft): boolean {
  return a.mode === b.mode && (a.mode !== 'scheduled' || (a.start === b.start && a.end === b.end));
}

/** `HH:MM` as people here write a time of day. */
function timeWords(time: string): string {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return formats.timeOfDay(hours * 60 + minutes);
}

/** A policy in a few words. */
export function policyWords(policy: Policy): string {
  const { mode, start, end } = draftOf(policy);
  if (mode === 'off') return t`Off`;
  if (mode === 'continuous') return t`Always`;
  const [from, until] = [timeWords(start), timeWords(end)];
  return t`${from} to ${until}`;
}
