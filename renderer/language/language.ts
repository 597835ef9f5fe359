import { i18n } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { readStored, writeStored } from '../hooks/storage.ts';

/** The languages every text of the dashboard exists in, by their own names. English is written in the pages themselves. */
export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof LANGUAGES;
export const LANGUAGE_IDS: readonly Language[] = ['en', 'de'];
/** What a person chose: a language, or that of the browser. */
export type LanguageChoice = Language | 'browser';

/** Parts of the catalogue; all but the first two are fetched with the pages that need them. */
export type TextArea = 'frame' | 'wall' | 'settings' | 'agents' | 'help';
const FIRST: readonly TextArea[] = ['frame', 'wall'];

interface Catalogue {
  readonly messages: Parameters<typeof i18n.load>[1];
}

const catalogues = import.meta.glob<Catalogue>('../locales/*/*.po');
const KEY = 'sentinel.language';

function isLanguage(value: unknown): value is Language {
  return typeof value === 'string' && Object.hasOwn(LANGUAGES, value);
}

function baseOf(tag: string): string | undefined {
  return tag.toLowerCase().split('-')[0];
}

/** The first of the browser's languages that the dashboard speaks, else English. */
export function languageOf(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const base = baseOf(tag);
    if (isLanguage(base)) return base;
  }
  return 'en';
}

/** The choice kept in this browser. */
export function languageChoice(): LanguageChoice {
  const stored = readStored(KEY);
  return isLanguage(stored) ? stored : 'browser';
}

/**
 * Keeps the choice and loads the page anew, because texts are fixed when their page is loaded. What is no language
 * means that of the browser.
 */
export function chooseLanguage(choice: string): void {
  writeStored(KEY, isLanguage(choice) ? choice : null);
  location.reload();
}

const choice = languageChoice();
/** The language of this page, for as long as it is open. */
export const language: Language = choice === 'browser' ? languageOf(navigator.languages) : choice;

/**
 * The locale of dates and numbers: the first of the browser's own in the dashboard's language, never one of another
 * language, whose months would stand in foreign sentences. Whoever reads English for want of an own language most
 * likely writes the day first and counts 24 hours.
 */
export const formatLocale: string =
  navigator.languages.find((tag) => baseOf(tag) === language) ?? (language === 'en' ? 'en-GB' : language);

const loads = new Map<TextArea, Promise<void>>();

async function loadArea(area: TextArea): Promise<void> {
  const catalogue = await catalogues[`../locales/${language}/${area}.po`]?.();
  if (catalogue !== undefined) i18n.load(language, catalogue.messages);
}

/**
 * Loads texts; await it before loading a module that says them, because they are looked up while it loads. A failure
 * counts once: another call asks again.
 */
export async function loadTexts(areas: readonly TextArea[]): Promise<void> {
  if (language === 'en') return;
  const loading = areas.map((area) => {
    const load = loads.get(area) ?? loadArea(area);
    loads.set(area, load);
    load.catch(() => loads.delete(area));
    return load;
  });
  await Promise.all(loading);
}

/** Call once, before any module with texts is loaded. Without texts (an interrupted load) the page speaks English. */
export async function startLanguage(): Promise<void> {
  i18n.setMessagesCompiler(compileMessage);
  document.documentElement.lang = language;
  try {
    await loadTexts(FIRST);
  } catch {
    // The page is worth more than its language.
  }
  i18n.activate(language);
}
