import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../renderer/language/language.ts';
import { textCatalogues } from '../support/text-catalogues.ts';
import { said } from './in-app-pages.ts';

/** What readers type, click or rely on: the same in every language. */
const SAME = [
  ['links', /\]\(([^)\s]+)\)/g],
  ['numbers', /%([a-z]\w*)%/g],
  ['commands, paths and names', /`([^`]+)`/g],
] as const;
const CODE = /`[^`]*`/g;
/** Words of the screen, and names of places in links: `[Settings → Nodes](/settings/nodes)`. */
const SCREEN = /(?<!\*)\*([^*]+)\*(?!\*)|\[([^\]]* → [^\]]*)\]\(/g;
/** The server prints these, in English. */
const PRINTED = new Set(['On other devices']);

function foundIn(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map(([, word = '']) => word).toSorted();
}

function screenWords(text: string): readonly string[] {
  return [...text.replaceAll(CODE, '').matchAll(SCREEN)].flatMap(([, words, place]) =>
    (words ?? place ?? '').split(' → '),
  );
}

describe.each(Object.keys(LANGUAGES).filter((language) => language !== 'en'))(
  'the help in %s',
  async (language) => {
    const english = new Set(said.map(({ text }) => text));
    const catalogues = await textCatalogues(language);
    const texts = catalogues
      .filter(({ area }) => area === 'help')
      .flatMap(({ kept }) => [...kept.values()])
      .filter(({ message }) => english.has(message));
    const screen = Map.groupBy(
      catalogues.flatMap(({ kept }) => [...kept.values()]),
      ({ message }) => message,
    );

    it('is there', () => {
      expect(texts.length).toBeGreaterThan(700);
    });

    it.each(SAME)('has the same %s', (_, pattern) => {
      const different = texts.filter(
        ({ message, translation }) =>
          String(foundIn(message, pattern)) !== String(foundIn(translation, pattern)),
      );
      expect(different).toEqual([]);
    });

    it('has no number in a sentence that the English one has not', () => {
      const digits = (text: string) => foundIn(text.replaceAll(CODE, ''), /(\d+)/g);
      const different = texts.filter(
        ({ message, translation }) => String(digits(message)) !== String(digits(translation)),
      );
      expect(different).toEqual([]);
    });

    it('quotes words of the screen as they stand there in this language', () => {
      const strange = texts.flatMap(({ message, translation }) => {
        const wanted = screenWords(message).flatMap((word) => {
          const names = (screen.get(word) ?? []).map((text) => text.translation);
          return names.length === 0 || PRINTED.has(word) ? [word] : names;
        });
        const quoted = screenWords(translation);
        const isRight =
          quoted.length === screenWords(message).length &&
          quoted.every((word) => wanted.some((name) => name.toLowerCase() === word.toLowerCase()));
        return isRight ? [] : [{ message, translation, wanted }];
      });
      expect(strange).toEqual([]);
    });
  },
);
