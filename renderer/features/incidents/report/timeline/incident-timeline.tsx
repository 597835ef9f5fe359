import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import {
  type Evidence,
  type IncidentDetail,
  incidents,
} from '../../../../../server/contract/incidents/incidents.ts';
import { call } from '../../../../api/client.ts';
import { messageOf } from '../../../../api/errors.ts';
import { KEYS } from '../../../../api/queries.ts';
import { Card } from '../../../../components/page.tsx';
import { keepChanged, revisionsQuery } from '../../incident-queries.ts';
import { authorOf } from '../../incident-words.ts';
import { usePeople } from '../../people.ts';
import { TimelineList } from './timeline-list.tsx';
import { timelineOf } from './timeline.ts';

/** The server hands out no more than the newest. */
const REVISIONS_MOST = 100;

interface Props {
  readonly incident: IncidentDetail;
  readonly cameraOf: (piece: Evidence) => string | null;
  readonly onShow: (evidenceId: number) => void;
}

/** All that happened to an incident, with a way back from each change that still stands. */
export function IncidentTimeline({ incident, cameraOf, onShow }: Props) {
  const client = useQueryClient();
  const people = usePeople();
  const { data = [], error } = useQuery(revisionsQuery(incident.id));
  const undo = useMutation({
    mutationFn: (revisionId: number) =>
      call(incidents.undo, { params: { incident_id: incident.id, revision_id: revisionId } }),
    onSuccess: async (detail) => {
      await keepChanged(client, detail);
      toast.success(t`The change was taken back`);
    },
    onError: (failure) => {
      toast.error(messageOf(failure));
      void client.invalidateQueries({ queryKey: [KEYS.incidents] });
    },
  });
  return (
    <Card className="grid content-start gap-4">
      <h2 className="text-base font-semibold">
        <Trans>Timeline</Trans>
      </h2>
      {error === null ? null : (
        <p className="text-bad">
          <Trans>Changes could not be fetched: {messageOf(error)}</Trans>
        </p>
      )}
      {data.length < REVISIONS_MOST ? null : (
        <p className="text-ink-soft">
          <Trans>Of the changes, the newest {REVISIONS_MOST} are listed.</Trans>
        </p>
      )}
      <TimelineList
        items={timelineOf(incident, data)}
        authorOf={(tag) => authorOf(tag, people)}
        cameraOf={cameraOf}
        onShow={onShow}
        undoing={undo.isPending ? undo.variables : null}
        onUndo={(revisionId) => undo.mutate(revisionId)}
      />
    </Card>
  );
}
