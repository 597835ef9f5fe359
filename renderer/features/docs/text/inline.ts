import { withFacts } from './facts.ts';

/** A stretch of a sentence. `ui` holds words as they stand on the screen. */
export type Inline =
  | { readonly kind: 'text' | 'code' | 'strong' | 'ui'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly to: string };

const MARKS = /`([^`]+)`|\*\*([^*]+)\*\*|\*([^*]+)\*|\[([^\]]+)\]\(([^)\s]+)\)/g;

function marked([, code, strong, ui, text, to]: RegExpExecArray): Inline {
  if (code !== undefined) return { kind: 'code', text: code };
  if (strong !== undefined) return { kind: 'strong', text: strong };
  if (ui !== undefined) return { kind: 'ui', text: ui };
  return { kind: 'link', text: text ?? '', to: to ?? '' };
}

/** Splits a text of a page at its marks; facts are filled in. */
export function parseInline(source: string): readonly Inline[] {
  const text = withFacts(source);
  const parts: Inline[] = [];
  let end = 0;
  for (const match of text.matchAll(MARKS)) {
    if (match.index > end) parts.push({ kind: 'text', text: text.slice(end, match.index) });
    parts.push(marked(match));
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) });
  return parts;
}

/** The words of a text without its marks. */
export function plainText(source: string): string {
  return parseInline(source)
    .map((part) => part.text)
    .join('');
}
