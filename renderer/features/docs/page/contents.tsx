import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Menu, X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import { Button } from '../../../components/button.tsx';
import { type DocSection, GROUPS, sectionPath } from '../sections.ts';
import type { Content } from '../text/block.ts';

interface Props {
  readonly here: DocSection | undefined;
  /** The open page, once it is there: its headings are listed below it. */
  readonly content: Content | undefined;
}

interface ListProps extends Props {
  readonly onFollow?: (() => void) | undefined;
}

function Headings({ here, content, onFollow }: ListProps) {
  if (here === undefined) return null;
  return (
    <ul className="mt-0.5 mb-1.5 ml-3 grid border-l empty:hidden">
      {(content ?? []).map((block) =>
        block.kind === 'heading' ? (
          <li key={block.id}>
            <Link
              to={`${sectionPath(here)}#${block.id}`}
              onClick={onFollow}
              className="block rounded-sm py-1 pl-3 text-sm text-ink-soft hover:text-ink"
            >
              {block.text}
            </Link>
          </li>
        ) : null,
      )}
    </ul>
  );
}

function ContentsList({ here, content, onFollow }: ListProps) {
  return (
    <div className="grid gap-5">
      {GROUPS.map(({ title, sections }) => (
        <section key={title} className="grid gap-1">
          <h2 className="px-3 text-xs font-semibold text-ink-soft">{title}</h2>
          <ul className="grid">
            {sections.map((section) => (
              <li key={section.id}>
                <Link
                  to={sectionPath(section)}
                  onClick={onFollow}
                  {...(section === here ? { 'aria-current': 'page' as const } : {})}
                  className="flex min-h-9 items-center rounded-sm px-3 font-medium text-ink-soft hover:bg-surface-2 hover:text-ink aria-[current=page]:bg-surface-3 aria-[current=page]:text-ink"
                >
                  {section.title}
                </Link>
                {section === here ? <Headings here={here} content={content} onFollow={onFollow} /> : null}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

/** The table of contents at the left of a wide window. */
export function ContentsColumn(props: Props) {
  const column = useRef<HTMLElement>(null);
  const { content } = props;
  useEffect(() => {
    // Once the headings are there, because the column has room to scroll only then.
    if (content === undefined || column.current === null) return;
    const link = column.current.querySelector<HTMLElement>('[aria-current=page]');
    if (link !== null) column.current.scrollTop = link.offsetTop - column.current.clientHeight / 4;
  }, [content]);
  return (
    <nav
      ref={column}
      aria-label={t`Contents`}
      className="sticky top-18 max-h-[calc(100dvh-5.5rem)] w-60 shrink-0 overflow-y-auto pb-4 max-lg:hidden print:hidden"
    >
      <ContentsList {...props} />
    </nav>
  );
}

/** The same in a drawer, for narrow windows. */
export function ContentsDrawer(props: Props) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Dialog.Root open={isOpen} onOpenChange={setOpen}>
      <Dialog.Trigger asChild>
        <Button className="min-h-11 lg:hidden print:hidden">
          <Menu size={17} aria-hidden="true" />
          <Trans>Contents</Trans>
        </Button>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-fade bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-y-0 left-0 z-50 w-80 max-w-[calc(100vw-3rem)] animate-fade overflow-y-auto border-r bg-surface-1 p-4 outline-none"
        >
          <div className="mb-3 flex items-center justify-between pl-3">
            <Dialog.Title className="text-base font-semibold">
              <Trans>Help</Trans>
            </Dialog.Title>
            <Dialog.Close
              aria-label={t`Close`}
              className="inline-flex size-10 items-center justify-center rounded-sm text-ink-soft hover:bg-surface-2 hover:text-ink"
            >
              <X size={18} aria-hidden="true" />
            </Dialog.Close>
          </div>
          <nav aria-label={t`Contents`}>
            <ContentsList {...props} onFollow={() => setOpen(false)} />
          </nav>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
