import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { type Webhook, webhooks } from '../../../../server/contract/notifications/webhooks.ts';
import { call } from '../../../api/client.ts';
import { messageOf } from '../../../api/errors.ts';
import { Banner } from '../../../components/banner.tsx';
import { Button } from '../../../components/button.tsx';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { CopyText } from '../../../components/copy-text.tsx';
import { Dialog } from '../../../components/dialog.tsx';

interface SecretProps {
  readonly name: string;
  readonly secret: string;
  readonly onClose: () => void;
}

/** The signing secret, this one time. */
export function SecretDialog({ name, secret, onClose }: SecretProps) {
  return (
    <Dialog
      open
      onClose={onClose}
      title={t`Signing secret of ${name}`}
      description={t`The receiving program checks with it that a message really comes from here (Standard Webhooks). It is shown only now; you can always make a new one.`}
      dismissable={false}
    >
      <CopyText label={t`Signing secret`} text={secret} rows={2} />
      <Button look="primary" className="justify-self-end" onClick={onClose}>
        <Trans>I have copied it</Trans>
      </Button>
    </Dialog>
  );
}

interface RotateProps {
  readonly webhook: Webhook;
  readonly onClose: () => void;
  readonly onSecret: (name: string, secret: string) => void;
}

/** Asks before the old secret ends. */
export function RotateDialog({ webhook, onClose, onSecret }: RotateProps) {
  const rotate = useMutation({
    mutationFn: () => call(webhooks.rotate, { params: { webhook_id: webhook.id } }),
    onSuccess: ({ secret }) => onSecret(webhook.name, secret),
  });
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t`New signing secret for ${webhook.name}?`}
      action={t`Make a new secret`}
      busy={rotate.isPending}
      onConfirm={() => rotate.mutate()}
    >
      <p>
        <Trans>
          The old one ends at once. Until the receiving program knows the new one, it will refuse what is
          sent.
        </Trans>
      </p>
      {rotate.isError ? <Banner tone="bad">{messageOf(rotate.error)}</Banner> : null}
    </ConfirmDialog>
  );
}
