import { app } from 'electron';
import { ENGLISH, type ShellTexts } from './english.ts';
import { GERMAN } from './german.ts';

/** True for a tag (`de-AT`) of the one language the shell speaks beside English. */
export function isGerman(locale: string): boolean {
  return /^de\b/i.test(locale);
}

/** The shell's words in the language of the computer. Before the app is ready that is not known, and they are English. */
export function texts(): ShellTexts {
  return isGerman(app.getLocale()) ? GERMAN : ENGLISH;
}
