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

/** A phone paints its bars in this colour; it must follow the choice, which may differ from the device's. */
function paintBrowserBars(): void {
  const colour = getComputedStyle(document.documentElement).getPropertyValue('--surface-1').trim();
  if (colour === '') return;
  for (const meta of document.querySelectorAll('meta[name=theme-color]')) {
    meta.setAttribute('content', colour);
    meta.removeAttribute('media');
  }
}

/** Puts the chosen theme on the page; call once, before anything is waited for: nobody shall see the other one first. */
export function applyTheme(): void {
  document.documentElement.dataset['theme'] = choice === 'system' ? systemTheme() : choice;
  paintBrowserBars();
}

function adopt(next: ThemeChoice): void {
  choice = next;
  applyTheme();
  for (const listener of listeners) listener();
}

prefersLight.addEventListener('change', applyTheme);
// Another tab of this browser chose.
addEventListener('storage', ({ key }) => {
  if (key === KEY || key === null) adopt(stored());
});

/** Changes and keeps the theme; anything unknown becomes dark. */
export function setTheme(next: string): void {
  const parsed = parseTheme(next);
  writeStored(KEY, parsed);
  adopt(parsed);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The theme a person chose; dark until they choose. */
export function useTheme(): ThemeChoice {
  return useSyncExternalStore(subscribe, () => choice);
}
