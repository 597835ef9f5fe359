import type { Content } from '../text/block.ts';
import { textsOf } from '../text/content-text.ts';
import { plainText } from '../text/inline.ts';
import { type DocSection, SECTIONS, sectionPath } from '../sections.ts';

/** A stretch of a page that can be found: its beginning, or what stands below one heading. */
export interface Entry {
  readonly page: string;
  /** Absent for the beginning of a page. */
  readonly heading: string | undefined;
  readonly to: string;
  readonly text: string;
}

/** A found stretch; `snippet` is the part of its text that is worth showing. */
export interface Hit {
  readonly entry: Entry;
  readonly snippet: string;
}

/** Lower case without accents, letter by letter, so that places stay the same. */
function folded(text: string): string {
  return Array.from(text, (letter) => {
    const plain = letter.normalize('NFD').charAt(0).toLowerCase();
    return plain.length === letter.length ? plain : letter;
  }).join('');
}

/** The words somebody typed. */
function termsOf(typed: string): readonly string[] {
  return folded(typed).split(/\s+/).filter(Boolean);
}

/** Cuts a page at its headings. */
export function entriesOf(section: DocSection, content: Content): readonly Entry[] {
  const path = sectionPath(section);
  let open = { heading: undefined as string | undefined, to: path, texts: [section.about] };
  const parts = [open];
  for (const block of content) {
    if (block.kind === 'heading') {
      open = { heading: block.text, to: `${path}#${block.id}`, texts: [] };
      parts.push(open);
    } else {
      open.texts.push(...textsOf(block));
    }
  }
  return parts.map(({ heading, to, texts }) => ({
    page: section.title,
    heading,
    to,
    text: texts.map(plainText).join(' '),
  }));
}

/** Fetches every page, to be searched. */
export async function loadEntries(): Promise<readonly Entry[]> {
  const pages = await Promise.all(SECTIONS.map(async (section) => entriesOf(section, await section.load())));
  return pages.flat();
}

function startsWord(text: string, term: string): boolean {
  const place = text.indexOf(term);
  return place === 0 || (place > 0 && /[^\p{L}\p{N}]/u.test(text.charAt(place - 1)));
}

/** How well one word fits; 0 for not at all. Titles count most, then headings, then texts. */
function fitOf(term: string, { page, heading, text }: Entry): number {
  const title = folded(heading ?? page);
  const weight = heading === undefined ? 60 : 40;
  if (title.includes(term)) return startsWord(title, term) ? weight : weight / 2;
  const body = folded(text);
  if (body.includes(term)) return startsWord(body, term) ? 4 : 2;
  return heading !== undefined && folded(page).includes(term) ? 1 : 0;
}

const AROUND = 70;

/** The words around the first place where a term stands. */
function snippetOf(text: string, terms: readonly string[]): string {
  const body = folded(text);
  const places = terms.map((term) => body.indexOf(term)).filter((place) => place >= 0);
  const first = places.length === 0 ? 0 : Math.min(...places);
  const from = first <= AROUND ? 0 : text.lastIndexOf(' ', first - AROUND) + 1;
  const end = text.indexOf(' ', Math.min(text.length, first + 2 * AROUND));
  const cut = text.slice(from, end < 0 ? undefined : end);
  return `${from > 0 ? '… ' : ''}${cut}${end < 0 ? '' : ' …'}`;
}

/** Stretches that hold every typed word, the best first; of equals, in reading order. */
export function searchEntries(entries: readonly Entry[], typed: string, most: number): readonly Hit[] {
  const terms = termsOf(typed);
  if (terms.length === 0) return [];
  return entries
    .map((entry) => ({ entry, fits: terms.map((term) => fitOf(term, entry)) }))
    .filter(({ fits }) => fits.every((fit) => fit > 0))
    .map(({ entry, fits }) => ({ entry, score: fits.reduce((sum, fit) => sum + fit, 0) }))
    .toSorted((a, b) => b.score - a.score)
    .slice(0, most)
    .map(({ entry }) => ({ entry, snippet: snippetOf(entry.text, terms) }));
}

/** A stretch of a text, and whether it is one of the words looked for. */
export interface Marked {
  readonly text: string;
  readonly isHit: boolean;
}

/** Splits a text where the words stand, longer words first. */
export function markTerms(text: string, typed: string): readonly Marked[] {
  const terms = termsOf(typed).toSorted((a, b) => b.length - a.length);
  const body = folded(text);
  const parts: Marked[] = [];
  let plainFrom = 0;
  let place = 0;
  while (place < text.length) {
    const term = terms.find((word) => body.startsWith(word, place));
    if (term === undefined) {
      place += 1;
      continue;
    }
    if (place > plainFrom) parts.push({ text: text.slice(plainFrom, place), isHit: false });
    parts.push({ text: text.slice(place, place + term.length), isHit: true });
    place += term.length;
    plainFrom = place;
  }
  if (plainFrom < text.length) parts.push({ text: text.slice(plainFrom), isHit: false });
  return parts;
}
