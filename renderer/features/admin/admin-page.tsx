import { t } from '@lingui/core/macro';
import { Suspense, useEffect, useRef } from 'react';
import { NavLink, Outlet, useLocation } from 'react-router';
import { Loading } from '../../components/loading.tsx';
import { type TabCount, useTabCounts } from './tab-counts.ts';

const SECTIONS = [
  { to: '/admin', label: t`Overview` },
  { to: '/admin/watching', label: t`Who watched` },
  { to: '/admin/audit', label: t`Audit trail` },
  { to: '/admin/agents', label: t`AI agents` },
  { to: '/admin/mail', label: t`Mail` },
  { to: '/admin/storage', label: t({ message: 'Storage', context: 'disk' }) },
  { to: '/admin/health', label: t`Health` },
  { to: '/admin/doctor', label: t`Doctor` },
] as const;

function Count({ count }: { readonly count: TabCount }) {
  return (
    <>
      <span
        aria-hidden="true"
        className={`rounded-full px-1.5 text-xs font-semibold ${count.isBad ? 'bg-bad-wash text-bad' : 'bg-idle-wash text-idle'}`}
      >
        {count.text}
      </span>
      <span className="sr-only">
        , {count.text} {count.words}
      </span>
    </>
  );
}

function Tabs() {
  const counts = useTabCounts();
  const { pathname } = useLocation();
  const tabs = useRef<HTMLElement>(null);
  useEffect(() => {
    const row = tabs.current;
    if (row === null) return undefined;
    // On a phone the row of tabs is wider than the screen, and grows once its numbers are known.
    const watch = new ResizeObserver(() => {
      const here = [...row.children].find((tab) => tab.getAttribute('href') === pathname);
      here?.scrollIntoView({ block: 'nearest', inline: 'center' });
    });
    for (const tab of row.children) watch.observe(tab);
    return () => watch.disconnect();
  }, [pathname]);
  return (
    <nav
      ref={tabs}
      aria-label={t`Admin`}
      className="relative flex gap-1 overflow-x-auto border-b max-md:fade-x"
    >
      {SECTIONS.map(({ to, label }) => {
        const count = counts[to];
        return (
          <NavLink
            key={to}
            to={to}
            end={to === '/admin'}
            className="-mb-px flex shrink-0 items-center gap-1.5 border-b-2 border-transparent px-3 py-2.5 font-medium text-ink-soft -outline-offset-2 hover:text-ink aria-[current=page]:border-accent aria-[current=page]:text-ink"
          >
            {label}
            {count === undefined ? null : <Count count={count} />}
          </NavLink>
        );
      })}
    </nav>
  );
}

/** For administrators: how the place is doing, who watched, who changed what, what agents did, and how the server fares. */
export function AdminPage() {
  return (
    <div className="mx-auto grid w-full max-w-6xl grid-cols-[minmax(0,1fr)] content-start gap-6">
      <Tabs />
      <Suspense fallback={<Loading />}>
        <Outlet />
      </Suspense>
    </div>
  );
}
