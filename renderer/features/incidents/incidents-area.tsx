import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Siren } from 'lucide-react';
import { Link, Outlet } from 'react-router';
import { EmptyState } from '../../components/page.tsx';
import { useMe } from '../../session/session-context.ts';

/** Lets administrators to the incidents. A notification leads others here, too: they are told why they see nothing. */
export function IncidentsArea() {
  const { is_admin: isAdmin } = useMe();
  if (isAdmin) return <Outlet />;
  return (
    <EmptyState heading="h1" icon={<Siren size={36} />} title={t`Only administrators can read incidents`}>
      <p>
        <Trans>
          A report can show people and places, so it is kept to the administrators of this place. Ask one of
          them to tell you what it says, or to make you an administrator.
        </Trans>
      </p>
      <Link to="/" className="font-medium text-accent underline">
        <Trans>Back to the cameras</Trans>
      </Link>
    </EmptyState>
  );
}
