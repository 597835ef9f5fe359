import { t } from '@lingui/core/macro';
/** Whether this keyboard has a ⌘ key. */
export function hasCommandKey(platform: string = navigator.platform): boolean {
  return /^(Mac|iP)/.test(platform);
}

/** The keys that open the command palette: `Ctrl K`, `⌘ K`. */
export function paletteKeys(commandKey: boolean = hasCommandKey()): string {
  return commandKey ? '⌘ K' : t`Ctrl K`;
}
