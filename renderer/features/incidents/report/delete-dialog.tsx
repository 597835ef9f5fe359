import { t } from '@lingui/core/macro';
import { Plural, Trans } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { toast } from 'sonner';
import { type IncidentDetail, incidents } from '../../../../server/contract/incidents/incidents.ts';
import { call } from '../../../api/client.ts';
import { messageOf } from '../../../api/errors.ts';
import { Banner } from '../../../components/banner.tsx';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { forgetIncident } from '../incident-queries.ts';

interface Props {
  readonly incident: IncidentDetail;
  /** Where the list is. */
  readonly listPath: string;
  readonly onClose: () => void;
}

/** Marks a deletion that is under way, so that the page does not take its outcome for somebody else's. */
export function deletionKey(id: number): readonly unknown[] {
  return ['delete-incident', id];
}

/** Asks before an incident is deleted, and deletes it. */
export function DeleteDialog({ incident, listPath, onClose }: Props) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const { id, title, evidence } = incident;
  const remove = useMutation({
    mutationKey: deletionKey(id),
    mutationFn: () => call(incidents.remove, { params: { incident_id: id } }),
    onSuccess: async () => {
      await navigate(listPath, { replace: true });
      forgetIncident(client, id);
      toast.success(t`The incident was deleted`);
    },
  });
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t`Delete this incident?`}
      action={t`Delete for good`}
      busy={remove.isPending}
      onConfirm={() => remove.mutate()}
    >
      <p className="break-words">
        <Trans>
          “<strong className="text-ink">{title}</strong>” and{' '}
          <Plural
            value={evidence.length}
            _0="its report"
            one="its one piece of evidence"
            other="its # pieces of evidence"
          />{' '}
          will be gone for good. Export it first if somebody may ask for it.
        </Trans>
      </p>
      {remove.isError ? <Banner tone="bad">{messageOf(remove.error)}</Banner> : null}
    </ConfirmDialog>
  );
}
