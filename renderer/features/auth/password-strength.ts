import { t } from '@lingui/core/macro';

export interface Strength {
  /** 0 (not usable) … 4 (very strong). */
  readonly score: 0 | 1 | 2 | 3 | 4;
  readonly hint: string;
}

const LEAST = 10;
const OBVIOUS = [
  'password',
  'passwort',
  'qwert',
  'camera',
  'sentinel',
  'letmein',
  'welcome',
  '12345',
  'abcde',
  'admin',
];

/** Different characters, without runs of the same one or neighbours such as `abc` and `321`. */
function usefulLength(text: string): number {
  let useful = text.length > 0 ? 1 : 0;
  for (let i = 1; i < text.length; i += 1) {
    const step = Math.abs(text.charCodeAt(i) - text.charCodeAt(i - 1));
    useful += step <= 1 ? 0.25 : 1;
  }
  return useful;
}

/** A rough, offline judgement: length counts most, runs and obvious words count against. */
export function passwordStrength(password: string): Strength {
  if (password.length < LEAST) {
    const missing = LEAST - password.length;
    return { score: 0, hint: t`At least ${LEAST} characters. ${missing} to go.` };
  }
  const lower = password.toLowerCase();
  const word = OBVIOUS.find((candidate) => lower.includes(candidate));
  if (word !== undefined) return { score: 1, hint: t`“${word}” is easy to guess. Use words nobody expects.` };
  const useful = usefulLength(lower);
  if (useful < 8) return { score: 1, hint: t`Too many repeated or neighbouring characters.` };
  if (useful < 12) return { score: 2, hint: t`Fair. A few more words make it strong.` };
  if (useful < 16) return { score: 3, hint: t`Strong.` };
  return { score: 4, hint: t`Very strong.` };
}
