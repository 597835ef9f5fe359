import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { FileDown, Pencil, Trash2 } from 'lucide-react';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import type { Evidence, IncidentDetail } from '../../../../server/contract/incidents/incidents.ts';
import { camerasQuery } from '../../../api/queries.ts';
import { Button } from '../../../components/button.tsx';
import { Loading } from '../../../components/loading.tsx';
import { Card } from '../../../components/page.tsx';
import { useFocusKeys } from '../../wall/focus/use-focus-keys.ts';
import { AddEvidenceDialog } from '../evidence/add-evidence-dialog.tsx';
import { EvidenceSection } from '../evidence/evidence-section.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import { ExportDialog } from './export-dialog.tsx';
import { IncidentHead } from './incident-head.tsx';
import { Lifecycle } from './lifecycle.tsx';
import { IncidentTimeline } from './timeline/incident-timeline.tsx';

const SafeMarkdown = lazy(async () => ({ default: (await import('./text/safe-markdown.tsx')).SafeMarkdown }));
const ReportEditor = lazy(async () => ({ default: (await import('./text/report-editor.tsx')).ReportEditor }));

type Open = 'evidence' | 'export' | 'delete';

/** The list with the filter this report was opened from. */
function useListPath(): string {
  const { state } = useLocation();
  const from: unknown = typeof state === 'object' && state !== null && 'from' in state ? state.from : null;
  return typeof from === 'string' && from !== '' ? `/incidents?${from}` : '/incidents';
}

/** Names of cameras by id; `null` for one that was removed, or none. */
function useCameraNames(): (cameraId: string | null) => string | null {
  const { data = [] } = useQuery(camerasQuery);
  const names = useMemo(() => new Map(data.map(({ camera_id: id, name }) => [id, name])), [data]);
  return (cameraId) => (cameraId === null ? null : (names.get(cameraId) ?? null));
}

interface ActionProps {
  readonly incident: IncidentDetail;
  readonly onEdit: () => void;
  readonly onOpen: (open: Open) => void;
}

function Actions({ incident, onEdit, onOpen }: ActionProps) {
  return (
    <>
      <Lifecycle incident={incident} />
      <Button onClick={onEdit}>
        <Pencil size={16} aria-hidden="true" />
        <Trans>Edit</Trans>
      </Button>
      <Button onClick={() => onOpen('export')}>
        <FileDown size={17} aria-hidden="true" />
        <Trans>Export</Trans>
      </Button>
      <Button look="quiet" onClick={() => onOpen('delete')}>
        <Trash2 size={16} aria-hidden="true" />
        <Trans>Delete</Trans>
      </Button>
    </>
  );
}

function Text({ incident: { summary, report } }: { readonly incident: IncidentDetail }) {
  return (
    <Card className="grid gap-5">
      <section aria-label={t`Summary`} className="grid gap-2">
        <h2 className="font-medium text-ink-soft">
          <Trans>Summary</Trans>
        </h2>
        <p className="max-w-prose text-base break-words whitespace-pre-line">{summary || t`No summary.`}</p>
      </section>
      <section aria-label={t`Report`} className="grid gap-2">
        <h2 className="font-medium text-ink-soft">
          <Trans>Report</Trans>
        </h2>
        {report.trim() === '' ? (
          <p className="text-ink-soft">
            <Trans>Not written yet. Edit the incident to add one.</Trans>
          </p>
        ) : (
          <Suspense fallback={<Loading />}>
            <SafeMarkdown text={report} />
          </Suspense>
        )}
      </section>
    </Card>
  );
}

/** Everything about one incident, and what can be done with it. */
export function IncidentReport({ incident }: { readonly incident: IncidentDetail }) {
  const navigate = useNavigate();
  const listPath = useListPath();
  const nameOf = useCameraNames();
  const [editing, setEditing] = useState(false);
  const [open, setOpen] = useState<Open | null>(null);
  const [shown, setShown] = useState<number | null>(null);
  const close = () => setOpen(null);
  useFocusKeys({
    Escape: () => {
      if (!editing && document.fullscreenElement === null) void navigate(listPath, { replace: true });
    },
  });
  const cameraOf = (piece: Evidence) =>
    nameOf(piece.camera_id) ?? (piece.camera_id === null ? t`No camera` : t`Removed camera`);
  return (
    <>
      <IncidentHead
        incident={incident}
        camera={nameOf(incident.camera_id)}
        listPath={listPath}
        actions={
          editing ? null : <Actions incident={incident} onEdit={() => setEditing(true)} onOpen={setOpen} />
        }
      />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_21rem]">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          {editing ? (
            <Suspense fallback={<Loading />}>
              <ReportEditor incident={incident} onDone={() => setEditing(false)} />
            </Suspense>
          ) : (
            <Text incident={incident} />
          )}
          <EvidenceSection
            evidence={incident.evidence}
            cameraOf={cameraOf}
            shown={shown}
            onShow={setShown}
            onAdd={() => setOpen('evidence')}
          />
        </div>
        <IncidentTimeline
          incident={incident}
          cameraOf={(piece) => nameOf(piece.camera_id)}
          onShow={setShown}
        />
      </div>
      {open === 'evidence' ? <AddEvidenceDialog incident={incident} onClose={close} /> : null}
      {open === 'export' ? <ExportDialog id={incident.id} onClose={close} /> : null}
      {open === 'delete' ? <DeleteDialog incident={incident} listPath={listPath} onClose={close} /> : null}
    </>
  );
}
