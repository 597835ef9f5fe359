import { plural, t } from '@lingui/core/macro';
import { Paperclip, Video } from 'lucide-react';
import { Link } from 'react-router';
import type { Incident } from '../../../../server/contract/incidents/incidents.ts';
import { formats } from '../../../hooks/format.ts';
import { agoTime, sinceTime } from '../../../hooks/time.ts';
import { AuthorMark, SeverityTag, StatusChip } from '../incident-marks.tsx';
import type { Author } from '../incident-words.ts';

interface Props {
  readonly incident: Incident;
  readonly author: Author;
  /** Name of its camera; `null` when it has none. */
  readonly camera: string | null;
  readonly now: number;
  /** The list's own filter, to come back to. */
  readonly from: string;
}

/** One incident of the list; it opens the report. */
export function IncidentRow({ incident, author, camera, now, from }: Props) {
  const { id, title, severity, status, created_at: at, evidence_count: pieces } = incident;
  const filed = Date.parse(at);
  return (
    <li data-testid="incident" data-incident={id}>
      <Link
        to={`/incidents/${id}`}
        state={{ from }}
        className="grid gap-x-4 gap-y-1.5 px-3 py-3 -outline-offset-2 hover:bg-surface-2 sm:grid-cols-[6.5rem_minmax(0,1fr)_auto] sm:px-5"
      >
        <span className="flex items-center justify-between gap-3 sm:block">
          <SeverityTag severity={severity} />
          <span className="text-xs text-ink-soft sm:hidden">{agoTime(filed, now)}</span>
        </span>
        <span className="grid min-w-0 gap-1.5">
          <span className="line-clamp-2 text-base font-semibold">{title}</span>
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1 text-ink-soft">
            <StatusChip status={status} />
            <AuthorMark author={author} />
            {camera === null ? null : (
              <span className="inline-flex min-w-0 items-center gap-1">
                <Video size={14} aria-hidden="true" className="shrink-0" />
                <span className="truncate">{camera}</span>
              </span>
            )}
            {pieces === 0 ? null : (
              <span className="inline-flex items-center gap-1" title={t`Pieces of evidence`}>
                <Paperclip size={14} aria-hidden="true" />
                <span aria-hidden="true">{formats.count(pieces)}</span>
                <span className="sr-only">
                  {plural(pieces, { one: '# piece of evidence', other: '# pieces of evidence' })}
                </span>
              </span>
            )}
          </span>
        </span>
        <time dateTime={at} className="grid content-start justify-items-end text-right max-sm:hidden">
          <span>{agoTime(filed, now)}</span>
          <span className="text-xs text-ink-soft">{sinceTime(filed, now)}</span>
        </time>
      </Link>
    </li>
  );
}
