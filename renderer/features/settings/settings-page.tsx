import { t } from '@lingui/core/macro';
import { ChevronRight } from 'lucide-react';
import { Suspense, useEffect, useRef } from 'react';
import { Link, NavLink, Outlet, useLocation } from 'react-router';
import { Loading } from '../../components/loading.tsx';
import { Page } from '../../components/page.tsx';
import { useSession } from '../../session/session-context.ts';
import { SECTIONS } from './sections.ts';

function useSections() {
  const { me, identity } = useSession();
  return SECTIONS.filter(
    (section) => (!section.admin || me?.is_admin === true) && (!section.local || identity.kind === 'local'),
  );
}

function SettingsIndex() {
  return (
    <Page title={t`Settings`}>
      <ul className="grid max-w-2xl gap-3">
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

/** Settings: a list of sections, and the chosen section below a row of links. */
export function SettingsPage() {
  const { pathname } = useLocation();
  const sections = useSections();
  const current = sections.find(({ to }) => pathname === to || pathname.startsWith(`${to}/`))?.to;
  const tabs = useRef<HTMLElement>(null);
  useEffect(() => {
    // On a phone the row is longer than the screen.
    if (current === undefined) return;
    const tab = tabs.current?.querySelector(`a[href="${CSS.escape(current)}"]`);
    tab?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [current]);
  if (pathname.replace(/\/$/, '') === '/settings') return <SettingsIndex />;
  return (
    <div className="mx-auto grid w-full max-w-5xl grid-cols-[minmax(0,1fr)] content-start gap-6">
      <nav ref={tabs} aria-label={t`Settings`} className="flex gap-1 overflow-x-auto border-b">
        {sections.map(({ to, label }) => (
          <NavLink
            key={to}
            to={to}
            className="-mb-px shrink-0 border-b-2 border-transparent px-3 py-2.5 font-medium text-ink-soft -outline-offset-2 hover:text-ink aria-[current=page]:border-accent aria-[current=page]:text-ink"
          >
            {label}
          </NavLink>
        ))}
      </nav>
      <Suspense fallback={<Loading />}>
        <Outlet />
      </Suspense>
    </div>
  );
}
