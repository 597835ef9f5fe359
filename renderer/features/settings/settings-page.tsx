import { t } from '@lingui/core/macro';
import { ChevronRight } from 'lucide-react';
import { Suspense, useEffect, useRef } from 'react';
import { Link, NavLink, Outlet, useLocation } from 'react-router';
import { Loading } from '../../components/loading.tsx';
import { Page } from '../../components/page.tsx';
import { useSession } from '../../session/session-context.ts';
import { sectionsFor } from './sections.ts';

function useSections() {
  const { me, identity } = useSession();
  return sectionsFor({ isAdmin: me?.is_admin === true, local: identity.kind === 'local' });
}

function SettingsIndex() {
  return (
    <Page title={t`Settings`}>
      <ul className="grid gap-3 lg:grid-cols-2">
        {useSections().map(({ to, label, about, icon: Icon }) => (
          <li key={to}>
            <Link
              to={to}
              className="flex items-center gap-4 rounded-lg border bg-surface-1 p-4 transition-colors hover:bg-surface-2"
            >
              <Icon size={22} aria-hidden="true" className="shrink-0 text-accent" />
              <span className="grid min-w-0 flex-1">
                <span className="text-base font-semibold">{label}</span>
                <span className="text-ink-soft">{about}</span>
              </span>
              <ChevronRight size={18} aria-hidden="true" className="text-ink-soft" />
            </Link>
          </li>
        ))}
      </ul>
    </Page>
  );
}

/** Settings: a list of sections, and the chosen section beside the links to all of them; on a phone below them. */
export function SettingsPage() {
  const { pathname } = useLocation();
  const sections = useSections();
  const current = sections.find(({ to }) => pathname === to || pathname.startsWith(`${to}/`))?.to;
  const tabs = useRef<HTMLElement>(null);
  useEffect(() => {
    // On a phone the row is longer than the screen.
    if (current === undefined) return;
    const tab = tabs.current?.querySelector(`a[href="${CSS.escape(current)}"]`);
    tab?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [current]);
  if (pathname.replace(/\/$/, '') === '/settings')
    return (
      <div className="mx-auto w-full max-w-6xl">
        <SettingsIndex />
      </div>
    );
  return (
    <div className="mx-auto grid w-full max-w-6xl grid-cols-[minmax(0,1fr)] content-start gap-6 lg:grid-cols-[13rem_minmax(0,1fr)] lg:gap-8">
      <nav
        ref={tabs}
        aria-label={t`Settings`}
        className="flex gap-1 overflow-x-auto max-lg:fade-x max-lg:border-b lg:sticky lg:top-19 lg:flex-col lg:self-start"
      >
        {sections.map(({ to, label, icon: Icon }) => (
          <NavLink
            key={to}
            to={to}
            className="flex shrink-0 items-center gap-2.5 border-transparent px-3 py-2.5 font-medium max-lg:px-2 text-ink-soft -outline-offset-2 hover:text-ink aria-[current=page]:border-accent aria-[current=page]:text-ink max-lg:-mb-px max-lg:border-b-2 lg:rounded-sm lg:hover:bg-surface-2 lg:aria-[current=page]:bg-surface-3"
          >
            <Icon size={16} aria-hidden="true" className="shrink-0 max-lg:hidden" />
            {label}
          </NavLink>
        ))}
      </nav>
      <div className="grid grid-cols-[minmax(0,1fr)] content-start">
        <Suspense fallback={<Loading />}>
          <Outlet />
        </Suspense>
      </div>
    </div>
  );
}
