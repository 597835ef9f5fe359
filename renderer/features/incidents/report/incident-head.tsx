import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { ArrowLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { IncidentDetail } from '../../../../server/contract/incidents/incidents.ts';
import { Card } from '../../../components/page.tsx';
import { momentOf } from '../../admin/moment.ts';
import { AuthorMark, SeverityTag, StatusChip } from '../incident-marks.tsx';
import { authorOf, STATUS_WORDS } from '../incident-words.ts';
import { usePeople } from '../people.ts';

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="grid min-w-0 content-start gap-0.5">
      <dt className="text-xs text-ink-soft">{name}</dt>
      <dd className="min-w-0 text-balance break-words">{children}</dd>
    </div>
  );
}

/** A moment that is broken between the day and the time, not within the day. */
function dayAndTime(timestamp: string): string {
  return momentOf(timestamp).replaceAll(/ (?=.*,)/g, '\u00A0');
}

interface Props {
  readonly incident: IncidentDetail;
  /** Name of its camera; `null` when that is not known any more. */
  readonly camera: string | null;
  readonly listPath: string;
  /** What can be done with it. */
  readonly actions: ReactNode;
}

/** What it is, how bad, how far, and whose. */
export function IncidentHead({ incident, camera, listPath, actions }: Props) {
  const people = usePeople();
  const { id, title, severity, status, camera_id: cameraId, created_by: by } = incident;
  return (
    <Card className="grid gap-4">
      <div className="grid gap-2">
        <Link
          to={listPath}
          className="-mt-2 -ml-2 inline-flex min-h-10 items-center gap-2 justify-self-start rounded-sm px-2 font-medium text-ink-soft hover:bg-surface-2 hover:text-ink"
        >
          <ArrowLeft size={17} aria-hidden="true" />
          <Trans>All incidents</Trans>
        </Link>
        <div className="flex flex-wrap items-center gap-2">
          <SeverityTag severity={severity} />
          <StatusChip status={status} />
          <span className="text-ink-soft">
            <Trans>Incident {id}</Trans>
          </span>
        </div>
        <h1 className="text-lg font-semibold break-words sm:text-xl">{title}</h1>
      </div>
      <dl className="grid grid-cols-2 gap-4 lg:grid-cols-4">
        <Fact name={t`Filed by`}>
          <AuthorMark author={authorOf(by, people)} named />
        </Fact>
        <Fact name={t`Filed`}>{dayAndTime(incident.created_at)}</Fact>
        <Fact name={t`Camera`}>
          {cameraId === null ? (
            t`none`
          ) : camera === null ? (
            t`removed camera`
          ) : (
            <Link to={`/cameras/${encodeURIComponent(cameraId)}`} className="text-accent underline">
              {camera}
            </Link>
          )}
        </Fact>
        {incident.resolved_at === null ? (
          <Fact name={t`Last change`}>{dayAndTime(incident.updated_at)}</Fact>
        ) : (
          <Fact name={status === 'acknowledged' ? t`Ended before` : STATUS_WORDS[status]}>
            {dayAndTime(incident.resolved_at)}
            {incident.resolved_by === null ? null : (
              <AuthorMark author={authorOf(incident.resolved_by, people)} named />
            )}
          </Fact>
        )}
      </dl>
      <div className="flex flex-wrap gap-2 empty:hidden">{actions}</div>
    </Card>
  );
}
