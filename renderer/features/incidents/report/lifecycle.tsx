import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import {
  type IncidentDetail,
  incidents,
  type IncidentStatus,
} from '../../../../server/contract/incidents/incidents.ts';
import { call } from '../../../api/client.ts';
import { messageOf } from '../../../api/errors.ts';
import { Button } from '../../../components/button.tsx';
import { keepChanged } from '../incident-queries.ts';
import { nextSteps } from '../incident-words.ts';

/** Takes an incident on to its next state. */
export function Lifecycle({ incident }: { readonly incident: IncidentDetail }) {
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (status: IncidentStatus) =>
      call(incidents.change, { params: { incident_id: incident.id }, body: { status } }),
    onSuccess: (detail) => keepChanged(client, detail),
    onError: (error) => toast.error(messageOf(error)),
  });
  return nextSteps(incident.status).map(({ to, text }, index) => (
    <Button
      key={to}
      look={index === 0 ? 'primary' : 'plain'}
      busy={change.isPending && change.variables === to}
      disabled={change.isPending}
      onClick={() => change.mutate(to)}
    >
      {text}
    </Button>
  ));
}
