import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { type Webhook, webhooks } from '../../../../server/contract/notifications/webhooks.ts';
import { call } from '../../../api/client.ts';
import { messageOf } from '../../../api/errors.ts';
import { Banner } from '../../../components/banner.tsx';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { webhooksQuery } from './webhook-queries.ts';

interface Props {
  readonly webhook: Webhook;
  readonly onClose: () => void;
}

/** Asks before a webhook goes. */
export function RemoveDialog({ webhook, onClose }: Props) {
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => call(webhooks.remove, { params: { webhook_id: webhook.id } }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: webhooksQuery.queryKey });
      toast.success(t`${webhook.name} was removed.`);
      onClose();
    },
  });
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t`Remove ${webhook.name}?`}
      action={t`Remove webhook`}
      busy={remove.isPending}
      onConfirm={() => remove.mutate()}
    >
      <p>
        <Trans>
          Nothing is sent to it any more, and what still waits for it is dropped. Its signing secret and its
          list of deliveries go, too.
        </Trans>
      </p>
      {remove.isError ? <Banner tone="bad">{messageOf(remove.error)}</Banner> : null}
    </ConfirmDialog>
  );
}
