import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { ArrowLeft, ArrowRight, Printer } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Link, useLocation } from 'react-router';
import { Button } from '../../../components/button.tsx';
import { type DocSection, neighboursOf, sectionPath } from '../sections.ts';
import type { Content } from '../text/block.ts';
import { Blocks } from './blocks.tsx';

/** Brings the place of the address into view: its heading, else the top. Keyboards go on from there. */
function usePlace(): { readonly current: HTMLHeadingElement | null } {
  const title = useRef<HTMLHeadingElement>(null);
  const { hash, key } = useLocation();
  useEffect(() => {
    const place = hash === '' ? null : document.getElementById(decodeURIComponent(hash.slice(1)));
    if (place === null) scrollTo(0, 0);
    else place.scrollIntoView();
    // A page that was opened anew keeps the focus where the browser puts it.
    if (key !== 'default') (place ?? title.current)?.focus({ preventScroll: true });
  }, [hash, key]);
  return title;
}

function Neighbour({
  section,
  isNext,
}: {
  readonly section: DocSection | undefined;
  readonly isNext: boolean;
}) {
  if (section === undefined) return <span className="max-sm:hidden" />;
  return (
    <Link
      to={sectionPath(section)}
      rel={isNext ? 'next' : 'prev'}
      className={`grid gap-0.5 rounded-md border px-4 py-3 hover:border-line-strong hover:bg-surface-2 ${isNext ? 'sm:justify-items-end sm:text-right' : ''}`}
    >
      <span className="inline-flex items-center gap-1.5 text-sm text-ink-soft">
        {isNext ? null : <ArrowLeft size={15} aria-hidden="true" />}
        {isNext ? t`Next` : t`Previous`}
        {isNext ? <ArrowRight size={15} aria-hidden="true" /> : null}
      </span>
      <span className="font-semibold">{section.title}</span>
    </Link>
  );
}

/** One page of the help. */
export function SectionView({
  section,
  content,
}: {
  readonly section: DocSection;
  readonly content: Content;
}) {
  const title = usePlace();
  const { before, after } = neighboursOf(section);
  return (
    <article data-doc={section.id} className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4 text-base">
      <header className="flex items-start justify-between gap-3">
        <div className="grid min-w-0 gap-1">
          <h1 ref={title} tabIndex={-1} className="text-xl font-semibold outline-none">
            {section.title}
          </h1>
          <p className="text-ink-soft">{section.about}</p>
        </div>
        <Button className="max-sm:hidden print:hidden" onClick={() => print()}>
          <Printer size={16} aria-hidden="true" />
          <Trans>Print</Trans>
        </Button>
      </header>
      <Blocks content={content} />
      <nav aria-label={t`Other pages`} className="mt-8 grid gap-3 border-t pt-6 sm:grid-cols-2 print:hidden">
        <Neighbour section={before} isNext={false} />
        <Neighbour section={after} isNext />
      </nav>
    </article>
  );
}
