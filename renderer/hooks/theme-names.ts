import { t } from '@lingui/core/macro';
import type { ThemeChoice } from './theme.ts';

export const THEME_NAMES: Readonly<Record<ThemeChoice, string>> = {
  dark: t`Dark`,
  light: t`Light`,
  system: t`Same as this device`,
};
