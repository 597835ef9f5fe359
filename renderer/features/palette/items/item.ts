import type { LucideIcon } from 'lucide-react';
import type { ThemeChoice } from '../../../hooks/theme.ts';
import type { LanguageChoice } from '../../../language/language.ts';
import type { Span } from '../../inbox/snooze/spans.ts';

/** A camera as the palette needs it. */
export interface NamedCamera {
  readonly camera_id: string;
  readonly name: string;
}

/** A question that the palette asks before it can act. */
export type Step =
  | { readonly kind: 'snapshot' }
  | { readonly kind: 'snooze' }
  | { readonly kind: 'snooze-span'; readonly camera: NamedCamera };

/** What choosing an item does. */
export type Act =
  | { readonly kind: 'go'; readonly to: string }
  | { readonly kind: 'ask'; readonly step: Step }
  | { readonly kind: 'snapshot'; readonly camera: NamedCamera }
  | { readonly kind: 'snooze'; readonly camera: NamedCamera; readonly span: Span }
  | { readonly kind: 'end-snooze'; readonly camera: NamedCamera }
  | { readonly kind: 'file-incident' }
  | { readonly kind: 'theme'; readonly theme: ThemeChoice }
  | { readonly kind: 'language'; readonly language: LanguageChoice }
  | { readonly kind: 'kiosk' }
  | { readonly kind: 'shortcuts' }
  | { readonly kind: 'sign-out' };

export type ItemGroup = 'cameras' | 'actions' | 'pages' | 'incidents' | 'settings' | 'admin' | 'help';

export interface PaletteItem {
  /** One of a kind. */
  readonly id: string;
  readonly group: ItemGroup;
  readonly label: string;
  /** A little more, beside the label; empty for none. */
  readonly hint: string;
  /** Other words people may type for it. */
  readonly words: readonly string[];
  readonly icon: LucideIcon;
  readonly act: Act;
  /** Waits until something is typed. */
  readonly rare?: boolean;
}
