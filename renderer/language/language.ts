import { i18n } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { readStored, writeStored } from '../hooks/storage.ts';

/** The languages every text of the dashboard exists in, by their own names. English is written in the pages themselves. */
export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof LANGUAGES;
/** What a person chose: a language, or that of the browser. */
export type LanguageChoice = Language | 'browser';

/** Parts of the catalogue; the help is fetched with the pages that need it. */
type Area = 'frame' | 'wall' | 'settings' | 'agents' | 'help';
const DASHBOARD: readonly Area[] = ['frame', 'wall', 'settings', 'agents'];

interface Catalogue {
  readonly messages: Parameters<typeof i18n.load>[1];
}

const catalogues = import.meta.glob<Catalogue>('../locales/de/*.po');
const KEY = 'sentinel.language';

function isLanguage(value: unknown): value is Language {
  return typeof value === 'string' && value in LANGUAGES;
}

/** The first of the browser's languages that the dashboard speaks, else English. */
export function languageOf(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const base = tag.toLowerCase().split('-')[0];
    if (isLanguage(base)) return base;
  }
  return 'en';
}

/** The choice kept in this browser. */
export function languageChoice(): LanguageChoice {
  const stored = readStored(KEY);
  return isLanguage(stored) ? stored : 'browser';
}

/** Keeps the choice and loads the page anew, because texts are fixed when their page is loaded. */
export function chooseLanguage(choice: LanguageChoice): void {
  writeStored(KEY, choice === 'browser' ? null : choice);
  location.reload();
}

const choice = languageChoice();
/** The language of this page, for as long as it is open. */
export const language: Language = choice === 'browser' ? languageOf(navigator.languages) : choice;

/**
 * The locale of dates and numbers, `undefined` for the browser's own: a chosen language must not be mixed with months
 * of another one.
 */
export const formatLocale: string | undefined =
  choice === 'browser' ? navigator.languages.find((tag) => languageOf([tag]) === language) : language;

/** Loads texts that are not there yet; without them (an interrupted load) the page speaks English. */
async function loadAreas(areas: readonly Area[]): Promise<void> {
  if (language === 'en') return;
  const loaded = await Promise.all(areas.map((area) => catalogues[`../locales/${language}/${area}.po`]?.()));
  for (const catalogue of loaded) if (catalogue !== undefined) i18n.load(language, catalogue.messages);
}

/** Call once, before any module with texts is loaded. */
export async function startLanguage(): Promise<void> {
  i18n.setMessagesCompiler(compileMessage);
  document.documentElement.lang = language;
  try {
    await loadAreas(DASHBOARD);
  } finally {
    i18n.activate(language);
  }
}

/** Call before loading a page of the help or a public page. */
export async function loadHelpTexts(): Promise<void> {
  await loadAreas(['help']);
}
