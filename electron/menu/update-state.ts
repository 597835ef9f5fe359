import { texts } from '../texts/texts.ts';

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

/** Who runs the server when this program does not: then nothing here can be replaced, and no backup made before. */
export type RunElsewhere = 'service' | 'program';

interface UpdateLine {
  readonly label: string;
  readonly act?: 'check' | 'install';
}

/** One line for the menu. */
export function updateLine(state: UpdateState, elsewhere?: RunElsewhere): UpdateLine {
  const { updates: say } = texts();
  if (state.kind === 'off') return { label: say.off };
  if (elsewhere !== undefined) return { label: elsewhere === 'service' ? say.byService : say.byProgram };
  switch (state.kind) {
    case 'idle':
      return { label: say.check, act: 'check' };
    case 'checking':
      return { label: say.checking };
    case 'downloading':
      return { label: say.downloading(Math.round(state.percent)) };
    case 'ready':
      return { label: say.install(state.version), act: 'install' };
    case 'failed':
      return { label: say.failed(state.message), act: 'check' };
  }
}
