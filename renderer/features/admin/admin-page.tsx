import { Suspense } from 'react';
import { NavLink, Outlet } from 'react-router';
import { Loading } from '../../components/loading.tsx';

const SECTIONS = [
  { to: '/admin/watching', label: 'Who watched' },
  { to: '/admin/audit', label: 'Audit trail' },
  { to: '/admin/agents', label: 'AI agents' },
  { to: '/admin/mail', label: 'Mail' },
  { to: '/admin/health', label: 'Health' },
] as const;

/** For administrators: who watched, who changed what, what agents did, which mails left, and how the server fares. */
export function AdminPage() {
  return (
    <div className="mx-auto grid w-full max-w-6xl grid-cols-[minmax(0,1fr)] content-start gap-6">
      <nav aria-label="Admin" className="flex gap-1 overflow-x-auto border-b">
        {SECTIONS.map(({ to, label }) => (
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
