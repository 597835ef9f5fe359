import { useSyncExternalStore } from 'react';
import { readStored, writeStored } from './storage.ts';

export const THEMES = ['dark', 'light', 'system'] as const;
export type ThemeChoice = (typeof THEMES)[number];

const KEY = 'sentinel.theme';
const listeners = new Set<() => void>();
const prefersLight = matchMedia('(prefers-color-scheme: light)');
const systemTheme = () => (prefersLight.matches ? 'light' : 'dark');

function stored(): ThemeChoice {
  return parseTheme(readStored(KEY));
}

function parseTheme(value: unknown): ThemeChoice {
  return THEMES.find((known) => known === value) ?? 'dark';
}

let choice = stored();

/** Puts the chosen theme on the page; call once before the first render. */
export function applyTheme(): void {
  document.documentElement.dataset['theme'] = choice === 'system' ? systemTheme() : choice;
}

prefersLight.addEventListener('change', applyTheme);

/** Changes and keeps the theme; anything unknown becomes dark. */
export function setTheme(next: string): void {
  choice = parseTheme(next);
  writeStored(KEY, choice);
  applyTheme();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The theme a person chose; dark until they choose. */
export function useTheme(): ThemeChoice {
  return useSyncExternalStore(subscribe, () => choice);
}
