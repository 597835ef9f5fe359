/** How looking for a newer version stands. */
export type UpdateState =
  | { readonly kind: 'off' }
  | { readonly kind: 'idle' }
  | { readonly kind: 'checking' }
  | { readonly kind: 'downloading'; readonly percent: number }
  | { readonly kind: 'ready'; readonly version: string }
  | { readonly kind: 'failed'; readonly message: string };

/** What the shell can ask of the part that fetches newer versions. */
export interface Updates {
  readonly state: UpdateState;
  check(): Promise<void>;
  /** Applies the version that is ready, now. */
  install(): Promise<void>;
}

/** One line for the menu. */
export function updateLine(state: UpdateState): {
  readonly label: string;
  readonly act?: 'check' | 'install';
} {
  switch (state.kind) {
    case 'off':
      return { label: 'Updates are off: no update address is set' };
    case 'idle':
      return { label: 'Check for updates', act: 'check' };
    case 'checking':
      return { label: 'Looking for updates …' };
    case 'downloading':
      return { label: `Downloading the update (${Math.round(state.percent)} %)` };
    case 'ready':
      return { label: `Restart and update to ${state.version}`, act: 'install' };
    case 'failed':
      return { label: `Check for updates (last: ${state.message})`, act: 'check' };
  }
}
