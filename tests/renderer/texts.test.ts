import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../renderer/language/language.ts';
import { bareTexts } from '../support/bare-texts.ts';
import { textCatalogues } from '../support/text-catalogues.ts';

const ROOT = fileURLToPath(new URL('../../renderer/', import.meta.url));
const sources = globSync('**/*.{ts,tsx}', { cwd: ROOT, exclude: ['**/*.config.ts', '**/*.d.ts'] });

/** What may stand outside the catalogue: file, what it says, and why. */
const NAMES =
  /^(Anthropic|Claude Code|Claude Desktop|Cursor|Fastmail|Gmail|Linux|Microsoft 365|SMTP|Resend|Sentinel( AI| Command Center)?|Windows|Windsurf|Yahoo Mail|iCloud Mail|macOS)$/;
const ALLOWED: readonly (readonly [file: RegExp, text: RegExp, why: string])[] = [
  [/./, NAMES, 'a name'],
  [/./, /^(claude|curl|git|npm|sourcebox-sentry-cloudnode|sudo) /, 'a command'],
  [/./, /^https?:\/\/\S+$|^[\w.]+@?[\w-]+(\.[\w-]+)+$|^osc_/, 'an example address or key'],
  [/api\/signals\.ts$|agents\/connect\//, /^Bearer …/, 'a header'],
  [/app\/app\.tsx$/, /^(font-|text-)/, 'class names of toasts'],
  [/hooks\/format\.ts$/, /^….?(ms|min)/, 'signs of units'],
  [/wall\/arranging\/tile-drag\.ts$/, /^…px …px$/, 'a style'],
  [/incidents\/report\/text\/safe-markdown\.tsx$/, /^h1 h2 /, 'names of elements'],
  [/language\/language\.ts$/, /^(English|Deutsch)$/, 'a language by its own name'],
  [/palette\/items\/actions\.ts$/, /^language Sprache /, 'looked for by those who read another language'],
  [/public\/security\/claims\.ts$/, /^[^A-Z]/, 'names of tests, as they stand in the tests'],
];

function isAllowed(file: string, text: string): boolean {
  return ALLOWED.some(([files, texts]) => files.test(file) && texts.test(text));
}

/** Values and tags of a text, which a translation must have as well. */
function partsOf(message: string): readonly string[] {
  const parts = new Set<string>();
  const add = (token: unknown): void => {
    if (typeof token === 'string') {
      for (const [tag] of token.matchAll(/<\/?\d+\/?>/g)) parts.add(tag);
    } else if (Array.isArray(token)) {
      const [name, kind, choices] = token as readonly unknown[];
      if (typeof name === 'string') parts.add(`{${name}${typeof kind === 'string' ? `, ${kind}` : ''}}`);
      if (typeof choices === 'object' && choices !== null)
        for (const [choice, inner] of Object.entries(choices)) {
          if (choice !== 'offset') parts.add(`{${String(name)}: ${choice}}`);
          for (const part of [inner].flat()) add(part);
        }
    }
  };
  const compiled = compileMessage(message);
  for (const token of typeof compiled === 'string' ? [compiled] : compiled) add(token);
  return [...parts].toSorted();
}

describe.each(Object.keys(LANGUAGES).filter((language) => language !== 'en'))(
  'texts in %s',
  async (language) => {
    const catalogues = await textCatalogues(language);

    it.each(catalogues)('$area: every text is translated', ({ kept }) => {
      const missing = [...kept.values()].filter(({ translation }) => translation === '');
      expect(missing.map(({ message }) => message)).toEqual([]);
    });

    it.each(catalogues)('$area: translations have the values and tags of their texts', ({ kept }) => {
      const wrong = [...kept.values()].filter(
        ({ message, translation }) =>
          translation !== '' && String(partsOf(message)) !== String(partsOf(translation)),
      );
      expect(wrong).toEqual([]);
    });

    it('one text has one translation, because the catalogues of a page are laid over one another', () => {
      const all = catalogues.flatMap(({ kept }) => [...kept]);
      const different = [...Map.groupBy(all, ([id]) => id).values()]
        .map((same) => new Set(same.map(([, { translation }]) => translation).filter((text) => text !== '')))
        .filter((translations) => translations.size > 1);
      expect(different.map((translations) => [...translations])).toEqual([]);
    });
  },
);

it('German quotes words as German does', async () => {
  const catalogues = await textCatalogues('de');
  const wrong = catalogues
    .flatMap(({ kept }) => [...kept.values()].map(({ translation }) => translation))
    .filter((text) => text.includes('”') || (text.includes('“') && !text.includes('„')));
  expect(wrong).toEqual([]);
});

describe('every text goes through the catalogue', () => {
  it('no page says anything outside', () => {
    const bare = sources.flatMap((file) =>
      bareTexts(file, readFileSync(ROOT + file, 'utf8'))
        .filter(({ text }) => !isAllowed(file, text))
        .map(({ line, text }) => `${file}:${line}: ${text}`),
    );
    expect(bare).toEqual([]);
  });

  it.each([
    ['words in a page', `const a = <p>Not now</p>`],
    ['a label', `const a = <Button label="Save" />`],
    ['a choice', `const a = <p>{on ? 'On' : t\`Off\`}</p>`],
    ['a choice within a text', `const a = t\`It is \${on ? 'on' : 'off'}\``],
    ['a fragment around a value', 'const a = `last seen ${when}`'],
    ['a table of words', `const WORDS = { dark: 'Dark' }`],
    ['a sentence', `fail('This did not work.')`],
  ])('%s would be found', (_, source) => {
    expect(bareTexts('a.tsx', source)).not.toEqual([]);
  });

  it.each([
    ['a translated page', `const a = <Trans>Not <b>now</b></Trans>`],
    ['a translated label', `const a = <Button label={t\`Save\`} className="flex grid" />`],
    ['plurals', `const a = plural(n, { one: '# camera', other: '# cameras' })`],
    ['code', `const a = <code>npm start</code>`],
    ['comparisons', `const a = event.key === 'Escape' || name.startsWith('Arrow')`],
    ['errors for developers', `throw new Error('useMe needs a signed-in person')`],
    ['ids and addresses', 'const a = `/settings/${id}?add=true`; const b = "camera_offline"'],
  ])('%s is no text of ours', (_, source) => {
    expect(bareTexts('a.tsx', source)).toEqual([]);
  });
});
