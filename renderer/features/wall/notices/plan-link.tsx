import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useMe, useSession } from '../../../session/session-context.ts';

/** Leads administrators to the plans; nothing where an installation has none, or the person decides nothing. */
export function PlanLink({ children }: { readonly children: ReactNode }) {
  const { config } = useSession();
  const { is_admin: isAdmin } = useMe();
  if (config.mode !== 'clerk' || !isAdmin) return null;
  return (
    <Link
      to="/pricing"
      className="inline-flex min-h-10 items-center rounded-sm border border-line bg-surface-2 px-4 text-sm font-medium text-ink hover:bg-surface-3"
    >
      {children}
    </Link>
  );
}
