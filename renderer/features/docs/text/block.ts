import type { Diagram } from '../diagrams/shape.ts';

/**
 * A part of a page. Texts may hold `` `code` ``, `**strong**`, `*words of the screen*`, `[links](/docs/recording)` and
 * `%facts%`. Each is a message of its own.
 */
export type Block =
  | { readonly kind: 'heading'; readonly text: string; readonly id: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[]; readonly ordered: boolean }
  | {
      readonly kind: 'table';
      readonly head: readonly string[];
      readonly rows: readonly (readonly string[])[];
    }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'note'; readonly tone: 'info' | 'warn'; readonly text: string }
  | { readonly kind: 'diagram'; readonly diagram: Diagram };

export type Content = readonly Block[];

/** A heading with its anchor, which is the same in every language so that links stay good. */
export function heading(id: string, text: string): Block {
  return { kind: 'heading', text, id };
}

export function text(words: string): Block {
  return { kind: 'text', text: words };
}

export function list(...items: readonly string[]): Block {
  return { kind: 'list', items, ordered: false };
}

/** Things to do one after the other. */
export function steps(...items: readonly string[]): Block {
  return { kind: 'list', items, ordered: true };
}

export function table(head: readonly string[], ...rows: readonly (readonly string[])[]): Block {
  return { kind: 'table', head, rows };
}

/** Lines to copy, as they are. */
export function code(...lines: readonly string[]): Block {
  return { kind: 'code', text: lines.join('\n') };
}

/** Something to know. */
export function note(words: string): Block {
  return { kind: 'note', tone: 'info', text: words };
}

/** Something to beware of. */
export function warning(words: string): Block {
  return { kind: 'note', tone: 'warn', text: words };
}

export function figure(diagram: Diagram): Block {
  return { kind: 'diagram', diagram };
}
