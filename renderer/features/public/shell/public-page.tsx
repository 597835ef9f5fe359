import { type ReactNode, useEffect } from 'react';
import { useLocation } from 'react-router';

const PRODUCT = 'Sentinel Command Center';

/** Names the tab after the page, and gives the name back. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · ${PRODUCT}`;
    return () => {
      document.title = PRODUCT;
    };
  }, [title]);
}

/** A new page begins at the top, or at the part the address names; it may have arrived after the address. */
export function useStartingPoint(): void {
  const { hash } = useLocation();
  useEffect(() => {
    const part = hash === '' ? null : document.getElementById(decodeURIComponent(hash.slice(1)));
    if (part === null) scrollTo(0, 0);
    else part.scrollIntoView();
  }, [hash]);
}

interface Props {
  readonly title: string;
  readonly intro: string;
  readonly children: ReactNode;
}

/** A page to read: heading, one sentence, then its parts. */
export function PublicPage({ title, intro, children }: Props) {
  usePageTitle(title);
  useStartingPoint();
  return (
    <article className="grid grid-cols-[minmax(0,1fr)] gap-8">
      <div className="grid gap-2">
        <h1 className="text-xl font-semibold max-[22rem]:text-lg">{title}</h1>
        <p className="max-w-prose text-base text-ink-soft">{intro}</p>
      </div>
      {children}
    </article>
  );
}

interface PartProps {
  readonly id?: string;
  readonly title: string;
  readonly children: ReactNode;
}

/** A part of such a page, which links can lead to when it has an id. */
export function Part({ id, title, children }: PartProps) {
  return (
    <section id={id} className="grid scroll-mt-32 grid-cols-[minmax(0,1fr)] gap-3 md:scroll-mt-24">
      <h2 className="text-lg font-semibold">{title}</h2>
      {children}
    </section>
  );
}

/** Paragraphs in a width that is easy to read. */
export function Prose({ children }: { readonly children: ReactNode }) {
  return (
    <div className="grid max-w-prose gap-3 text-base text-ink-soft [&_a]:font-medium [&_a]:text-accent [&_a]:underline [&_strong]:text-ink [&_ul]:grid [&_ul]:list-disc [&_ul]:gap-1.5 [&_ul]:pl-5">
      {children}
    </div>
  );
}
