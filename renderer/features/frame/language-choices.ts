import { t } from '@lingui/core/macro';
import { LANGUAGE_IDS, type LanguageChoice, LANGUAGES } from '../../language/language.ts';

/** The languages one can choose, each by its own name. */
export const LANGUAGE_CHOICES: readonly { readonly value: LanguageChoice; readonly text: string }[] = [
  { value: 'browser', text: t`As this browser` },
  ...LANGUAGE_IDS.map((value) => ({ value, text: LANGUAGES[value] })),
];
