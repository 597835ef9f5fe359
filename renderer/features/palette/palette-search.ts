/** What is searched. */
export interface Searchable {
  readonly label: string;
  /** Other words people may think of. */
  readonly words: readonly string[];
}

/** How well a typed word meets an item; whole beginnings count most, mere letters in order least. */
const SCORES = { start: 8, inside: 5, otherStart: 4, otherInside: 2, letters: 1 } as const;
/** A label that begins with all that was typed comes before every other. */
const WHOLE_BONUS = 8;

/** Without case and accents, so that `cafe` finds `Café`. */
function plain(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

function wordsOf(text: string): readonly string[] {
  return plain(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
}

/** Whether the letters of `typed` come in this order, from the beginning of `word` on. */
function hasLetters(word: string, typed: string): boolean {
  if (typed.length < 2 || word[0] !== typed[0]) return false;
  let at = 0;
  for (const letter of word) if (letter === typed[at]) at += 1;
  return at === typed.length;
}

function wordScore(typed: string, label: readonly string[], others: readonly string[]): number {
  if (label.some((word) => word.startsWith(typed))) return SCORES.start;
  if (label.some((word) => word.includes(typed))) return SCORES.inside;
  if (others.some((word) => word.startsWith(typed))) return SCORES.otherStart;
  if (others.some((word) => word.includes(typed))) return SCORES.otherInside;
  const initials = label.map((word) => word[0]).join('');
  return [...label, label.join(''), initials].some((word) => hasLetters(word, typed)) ? SCORES.letters : 0;
}

/** How well all that was typed meets an item; 0 when one of the words does not. */
export function matchScore({ label, words }: Searchable, typed: string): number {
  const wanted = wordsOf(typed);
  if (wanted.length === 0) return 0;
  const own = wordsOf(label);
  const others = words.flatMap(wordsOf);
  const scores = wanted.map((word) => wordScore(word, own, others));
  if (scores.includes(0)) return 0;
  const whole = own.join(' ').startsWith(wanted.join(' ')) ? WHOLE_BONUS : 0;
  return scores.reduce((sum, score) => sum + score, 0) / scores.length + whole;
}

/** The items that meet what was typed, the best first, equals in their given order. */
export function search<T extends Searchable>(items: readonly T[], typed: string): readonly T[] {
  return items
    .map((item) => ({ item, score: matchScore(item, typed) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
    .map(({ item }) => item);
}
