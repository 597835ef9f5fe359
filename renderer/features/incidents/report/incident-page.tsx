import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useIsMutating, useQuery } from '@tanstack/react-query';
import { SearchX } from 'lucide-react';
import { Link, useParams } from 'react-router';
import { hasStatus, messageOf } from '../../../api/errors.ts';
import { Banner } from '../../../components/banner.tsx';
import { Loading } from '../../../components/loading.tsx';
import { EmptyState } from '../../../components/page.tsx';
import { incidentQuery } from '../incident-queries.ts';
import { deletionKey } from './delete-dialog.tsx';
import { IncidentReport } from './incident-report.tsx';

function NotHere() {
  return (
    <EmptyState heading="h1" icon={<SearchX size={36} />} title={t`This incident is not here`}>
      <p>
        <Trans>It may have been deleted, or its address was mistyped.</Trans>
      </p>
      <Link to="/incidents" className="font-medium text-accent underline">
        <Trans>All incidents</Trans>
      </Link>
    </EmptyState>
  );
}

function Loaded({ id }: { readonly id: number }) {
  const deleting = useIsMutating({ mutationKey: deletionKey(id) }) > 0;
  const { data, error } = useQuery(incidentQuery(id));
  if (hasStatus(error, 404) && !deleting) return <NotHere />;
  return (
    <div className="mx-auto grid w-full max-w-6xl grid-cols-[minmax(0,1fr)] gap-4">
      {data === undefined ? (
        <h1 className="text-xl font-semibold">
          <Trans>Incident {id}</Trans>
        </h1>
      ) : null}
      {error === null || deleting ? null : <Banner tone="bad">{messageOf(error)}</Banner>}
      {data === undefined && error === null ? <Loading /> : null}
      {data === undefined ? null : <IncidentReport incident={data} />}
    </div>
  );
}

/** One incident with all that belongs to it. */
export function IncidentPage() {
  const { id = '' } = useParams();
  return /^\d{1,15}$/.test(id) ? <Loaded key={id} id={Number(id)} /> : <NotHere />;
}
