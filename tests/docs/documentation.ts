import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Root of the repository. */
export const root = join(import.meta.dirname, '..', '..');

/** One Markdown file that users read. */
export interface Document {
  /** From the root, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** Text of a file by its path from the root. */
export function readText(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** README.md and everything below docs/. */
export function documents(): readonly Document[] {
  const below = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .map((name) => `docs/${name.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.md'))
    .sort();
  return ['README.md', ...below].map((path) => ({ path, text: readText(path) }));
}

/** Every match of a pattern's first group in all documents, as `path: match`, with the match itself. */
export function mentions(
  pattern: RegExp,
): readonly { readonly where: string; readonly match: RegExpExecArray }[] {
  return documents().flatMap(({ path, text }) =>
    [...text.matchAll(pattern)].map((match) => ({ where: `${path}: ${match[0]}`, match })),
  );
}
