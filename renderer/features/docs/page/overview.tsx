import { Trans } from '@lingui/react/macro';
import { ChevronRight } from 'lucide-react';
import { Link } from 'react-router';
import { GROUPS, sectionPath } from '../sections.ts';

/** The beginning of the help: every page with what it is about. */
export function Overview() {
  return (
    <div className="grid gap-8">
      <header className="grid gap-1">
        <h1 className="text-xl font-semibold">
          <Trans>Help</Trans>
        </h1>
        <p className="max-w-prose text-base text-ink-soft">
          <Trans>
            How to set up your cameras, watch them and look after them. It is part of this installation and
            needs no internet.
          </Trans>
        </p>
      </header>
      {GROUPS.map(({ title, sections }) => (
        <section key={title} className="grid gap-3">
          <h2 className="text-base font-semibold">{title}</h2>
          <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
            {sections.map((section) => (
              <li key={section.id} className="grid">
                <Link
                  to={sectionPath(section)}
                  className="flex items-start gap-3 rounded-md border bg-surface-1 px-4 py-3 hover:border-line-strong hover:bg-surface-2"
                >
                  <span className="grid min-w-0 flex-1 gap-0.5">
                    <span className="font-semibold">{section.title}</span>
                    <span className="text-ink-soft">{section.about}</span>
                  </span>
                  <ChevronRight size={18} aria-hidden="true" className="shrink-0 self-center text-ink-soft" />
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
