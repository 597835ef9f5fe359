import { t } from '@lingui/core/macro';
import { NavLink, Outlet } from 'react-router';

const PAGES = [
  { to: '/legal/terms', label: t`Terms` },
  { to: '/legal/privacy', label: t`Privacy` },
  { to: '/legal/licences', label: t`Licences` },
] as const;

/** The three legal pages with their tabs. */
export function LegalLayout() {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
      <nav aria-label={t`Legal pages`} className="flex overflow-x-auto border-b sm:gap-1">
        {PAGES.map(({ to, label }) => (
          <NavLink
            key={to}
            to={to}
            className="-mb-px shrink-0 border-b-2 border-transparent px-2.5 py-2.5 sm:px-3 font-medium text-ink-soft -outline-offset-2 hover:text-ink aria-[current=page]:border-accent aria-[current=page]:text-ink"
          >
            {label}
          </NavLink>
        ))}
      </nav>
      <Outlet />
    </div>
  );
}
