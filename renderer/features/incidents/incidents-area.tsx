import { Siren } from 'lucide-react';
import { Link, Outlet } from 'react-router';
import { EmptyState } from '../../components/page.tsx';
import { useMe } from '../../session/session-context.ts';

/** Lets administrators to the incidents. A notification leads others here, too: they are told why they see nothing. */
export function IncidentsArea() {
  const { is_admin: isAdmin } = useMe();
  if (isAdmin) return <Outlet />;
  return (
    <EmptyState heading="h1" icon={<Siren size={36} />} title="Only administrators can read incidents">
      <p>
        A report can show people and places, so it is kept to the administrators of this place. Ask one of
        them to tell you what it says, or to make you an administrator.
      </p>
      <Link to="/" className="font-medium text-accent underline">
        Back to the cameras
      </Link>
    </EmptyState>
  );
}
