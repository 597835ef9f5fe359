import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Plus, Webhook as WebhookIcon } from 'lucide-react';
import { useState } from 'react';
import type { Webhook } from '../../../../server/contract/notifications/webhooks.ts';
import { messageOf } from '../../../api/errors.ts';
import { Banner } from '../../../components/banner.tsx';
import { Button } from '../../../components/button.tsx';
import { Loading } from '../../../components/loading.tsx';
import { EmptyState, Page } from '../../../components/page.tsx';
import { RemoveDialog } from './remove-dialog.tsx';
import { RotateDialog, SecretDialog } from './secret-dialog.tsx';
import { type WebhookAct, WebhookCard } from './webhook-card.tsx';
import { WebhookDialog } from './webhook-dialog.tsx';
import { webhooksQuery } from './webhook-queries.ts';

type Open =
  | { readonly act: 'add' }
  | { readonly act: WebhookAct; readonly webhook: Webhook }
  | { readonly act: 'secret'; readonly name: string; readonly secret: string };

interface DialogProps {
  readonly open: Open;
  readonly onClose: () => void;
  readonly onSecret: (name: string, secret: string) => void;
}

function OpenDialog({ open, onClose, onSecret }: DialogProps) {
  switch (open.act) {
    case 'add':
      return <WebhookDialog webhook={null} onClose={onClose} onSecret={onSecret} />;
    case 'edit':
      return <WebhookDialog webhook={open.webhook} onClose={onClose} onSecret={onSecret} />;
    case 'rotate':
      return <RotateDialog webhook={open.webhook} onClose={onClose} onSecret={onSecret} />;
    case 'remove':
      return <RemoveDialog webhook={open.webhook} onClose={onClose} />;
    case 'secret':
      return <SecretDialog name={open.name} secret={open.secret} onClose={onClose} />;
  }
}

/** Other programs that are told of notifications. */
export function WebhooksPage() {
  const { data, error, isPending } = useQuery(webhooksQuery);
  const [open, setOpen] = useState<Open | null>(null);
  const list = data?.webhooks ?? [];
  const isFull = data !== undefined && list.length >= data.max;
  const add = (
    <Button look="primary" disabled={isFull} onClick={() => setOpen({ act: 'add' })}>
      <Plus size={18} aria-hidden="true" />
      <Trans>Add webhook</Trans>
    </Button>
  );
  return (
    <Page
      title={t`Webhooks`}
      intro={t`Notifications for other programs, such as home automation, a chat, or a script of yours. Each is signed and tried again until it arrives.`}
      action={list.length === 0 ? undefined : add}
    >
      {isPending ? <Loading /> : null}
      {error === null ? null : <Banner tone="bad">{messageOf(error)}</Banner>}
      {isFull ? (
        <p className="text-ink-soft">
          <Trans>All {data.max} webhooks are in use. Remove one to add another.</Trans>
        </p>
      ) : null}
      {data !== undefined && list.length === 0 ? (
        <EmptyState icon={<WebhookIcon size={36} />} title={t`No webhooks yet`}>
          <p>
            <Trans>
              Give the address of a program that takes JSON, choose what it is told about, and send it a test.
            </Trans>
          </p>
          {add}
        </EmptyState>
      ) : null}
      <ul className="grid gap-4 empty:hidden" aria-label={t`Webhooks`}>
        {list.map((webhook) => (
          <li key={webhook.id}>
            <WebhookCard webhook={webhook} onAct={(act) => setOpen({ act, webhook })} />
          </li>
        ))}
      </ul>
      {open === null ? null : (
        <OpenDialog
          open={open}
          onClose={() => setOpen(null)}
          onSecret={(name, secret) => setOpen({ act: 'secret', name, secret })}
        />
      )}
    </Page>
  );
}
