import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type DocSection, SECTIONS } from '../../renderer/features/docs/sections.ts';
import type { Content } from '../../renderer/features/docs/text/block.ts';
import { textsOf } from '../../renderer/features/docs/text/content-text.ts';
import { parseInline } from '../../renderer/features/docs/text/inline.ts';
import { readText, root } from './documentation.ts';

/** A page of the help with everything it says. */
export interface InAppPage {
  readonly section: DocSection;
  readonly content: Content;
}

/** Something a page says, as it was written, with its page for the message of a failure. */
export interface Said {
  readonly page: string;
  readonly text: string;
  /** Lines to copy have no marks. */
  readonly isCode: boolean;
}

export const pages: readonly InAppPage[] = await Promise.all(
  SECTIONS.map(async (section) => ({ section, content: await section.load() })),
);

export const said: readonly Said[] = pages.flatMap(({ section, content }) => [
  ...[section.title, section.about].map((text) => ({ page: section.id, text, isCode: false })),
  ...content.flatMap((block) =>
    textsOf(block).map((text) => ({ page: section.id, text, isCode: block.kind === 'code' })),
  ),
  ...content.flatMap((block) =>
    block.kind !== 'diagram'
      ? []
      : block.diagram.shapes
          .flatMap((shape) => {
            if (shape.kind === 'box') return shape.lines;
            return shape.kind === 'frame' ? [shape.name] : [shape.words?.text ?? ''];
          })
          .map((text) => ({ page: section.id, text, isCode: false })),
  ),
]);

/** Texts that are commands, paths or names: lines to copy, and code within sentences. */
export const codes: readonly { readonly page: string; readonly text: string }[] = said.flatMap(
  ({ page, text, isCode }) => {
    if (isCode) return [{ page, text }];
    return parseInline(text).flatMap((part) => (part.kind === 'code' ? [{ page, text: part.text }] : []));
  },
);

/** Every link with its words. */
export const links = said.flatMap(({ page, text, isCode }) =>
  isCode
    ? []
    : parseInline(text).flatMap((part) =>
        part.kind === 'link' ? [{ page, words: part.text, to: part.to }] : [],
      ),
);

/** Words that pages give as standing on the screen. */
export const screenWords = said.flatMap(({ page, text, isCode }) =>
  isCode ? [] : parseInline(text).flatMap((part) => (part.kind === 'ui' ? [{ page, words: part.text }] : [])),
);

/** All source of the dashboard except the help itself, white space evened out. */
export function dashboardSource(): string {
  return readdirSync(join(root, 'renderer'), { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => /\.tsx?$/.test(name) && !name.startsWith('features/docs/'))
    .map((name) => readText(`renderer/${name}`))
    .join('\n')
    .replaceAll(/\s+/g, ' ');
}
