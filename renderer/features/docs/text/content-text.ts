import type { Block } from './block.ts';

/** Every text of a block as it was written, marks and facts included. */
export function textsOf(block: Block): readonly string[] {
  switch (block.kind) {
    case 'heading':
    case 'text':
    case 'note':
    case 'code':
      return [block.text];
    case 'list':
      return block.items;
    case 'table':
      return [...block.head, ...block.rows.flat()];
    case 'diagram':
      return [block.diagram.title, block.diagram.about, ...block.diagram.points];
  }
}
