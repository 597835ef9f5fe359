import { t } from '@lingui/core/macro';
import { Info, Link2, TriangleAlert } from 'lucide-react';
import { toast } from 'sonner';
import { Drawing } from '../diagrams/drawing.tsx';
import type { Diagram } from '../diagrams/shape.ts';
import type { Block, Content } from '../text/block.ts';
import { CodeLines } from './code-lines.tsx';
import { copyText } from './copy.ts';
import { DocTable } from './doc-table.tsx';
import { InlineText } from './inline-text.tsx';

function Heading({ id, text }: { readonly id: string; readonly text: string }) {
  const copy = async () => {
    const address = `${location.origin}${location.pathname}#${id}`;
    history.replaceState(history.state, '', `#${id}`);
    if (await copyText(address)) toast.success(t`Link copied`);
    else toast(t`The link to this place: ${address}`);
  };
  return (
    <div className="group mt-6 flex items-center gap-1 border-t pt-5 print:break-after-avoid">
      <h2 id={id} tabIndex={-1} className="scroll-mt-32 md:scroll-mt-24 text-lg font-semibold outline-none">
        {text}
      </h2>
      <button
        type="button"
        aria-label={t`Copy the link to “${text}”`}
        title={t`Copy the link`}
        onClick={() => void copy()}
        className="inline-flex size-9 shrink-0 items-center justify-center rounded-sm text-ink-soft transition-opacity group-hover:opacity-100 hover:bg-surface-2 hover:text-ink focus-visible:opacity-100 print:hidden [@media(hover:hover)]:opacity-0"
      >
        <Link2 size={16} aria-hidden="true" />
      </button>
    </div>
  );
}

function List({ items, ordered }: { readonly items: readonly string[]; readonly ordered: boolean }) {
  const Kind = ordered ? 'ol' : 'ul';
  return (
    <Kind
      className={`grid max-w-prose gap-2 pl-6 marker:text-ink-soft ${ordered ? 'list-decimal' : 'list-disc'}`}
    >
      {items.map((item) => (
        <li key={item} className="pl-1">
          <InlineText text={item} />
        </li>
      ))}
    </Kind>
  );
}

function Note({ tone, text }: { readonly tone: 'info' | 'warn'; readonly text: string }) {
  const [look, Icon] =
    tone === 'warn' ? (['bg-warn-wash', TriangleAlert] as const) : (['bg-accent-wash', Info] as const);
  return (
    <div role="note" className={`flex items-start gap-3 rounded-md border px-4 py-3 ${look}`}>
      <Icon
        size={18}
        aria-hidden="true"
        className={`mt-0.5 shrink-0 ${tone === 'warn' ? 'text-warn' : 'text-accent'}`}
      />
      <p className="min-w-0 max-w-prose">
        <InlineText text={text} />
      </p>
    </div>
  );
}

/** A drawing with what its numbers stand for beside or below it. */
function Figure({ diagram }: { readonly diagram: Diagram }) {
  return (
    <figure className="@container rounded-lg border bg-surface-0 p-4 sm:p-5 print:break-inside-avoid">
      <figcaption className="mb-4 font-semibold">{diagram.title}</figcaption>
      <div className="grid items-center gap-5 @2xl:grid-cols-[minmax(0,24rem)_minmax(0,1fr)] @2xl:gap-8">
        <div className="mx-auto w-full max-w-sm">
          <Drawing diagram={diagram} />
        </div>
        <ol className="grid gap-3">
          {diagram.points.map((point, index) => (
            <li key={point} className="flex gap-3">
              <span
                aria-hidden="true"
                className="mt-0.5 grid size-5 shrink-0 place-items-center rounded-full bg-accent text-xs font-semibold text-accent-ink"
              >
                {index + 1}
              </span>
              <span className="min-w-0">
                <InlineText text={point} />
              </span>
            </li>
          ))}
        </ol>
      </div>
    </figure>
  );
}

function BlockView({ block }: { readonly block: Block }) {
  switch (block.kind) {
    case 'heading':
      return <Heading {...block} />;
    case 'text':
      return (
        <p className="max-w-prose">
          <InlineText text={block.text} />
        </p>
      );
    case 'list':
      return <List {...block} />;
    case 'table':
      return <DocTable {...block} />;
    case 'code':
      return <CodeLines text={block.text} />;
    case 'note':
      return <Note {...block} />;
    case 'diagram':
      return <Figure diagram={block.diagram} />;
  }
}

/** The parts of a page, one below the other. */
export function Blocks({ content }: { readonly content: Content }) {
  return content.map((block, index) => (
    // Parts of a page never move.
    // oxlint-disable-next-line react/no-array-index-key
    <BlockView key={index} block={block} />
  ));
}
