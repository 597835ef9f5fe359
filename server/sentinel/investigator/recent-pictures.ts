import type { CallResult, Turn } from '../model/chat.ts';

/** Pictures sent with one request. Vendors limit the size of a request, and small models forget what was before. */
const PICTURES_MAX = 12;

/** The conversation with its latest pictures alone; where others were, the text says so. */
export function withRecentPictures(turns: readonly Turn[]): readonly Turn[] {
  let left = PICTURES_MAX;
  const kept: Turn[] = [];
  for (const turn of turns.toReversed()) {
    if (turn.role !== 'results') {
      kept.push(turn);
      continue;
    }
    const results: CallResult[] = [];
    for (const result of turn.results.toReversed()) {
      const shown = withLatest(result, left);
      left -= shown.pictures.length;
      results.push(shown);
    }
    kept.push({ role: 'results', results: results.toReversed() });
  }
  return kept.toReversed();
}

function withLatest(result: CallResult, count: number): CallResult {
  const dropped = result.pictures.length - count;
  if (dropped <= 0) return result;
  const text = `${result.text}\n(${dropped} older pictures are not shown any more)`;
  return { ...result, text, pictures: result.pictures.slice(dropped) };
}
