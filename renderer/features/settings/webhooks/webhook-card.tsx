import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { KeyRound, MoreHorizontal, Pencil, Send, Trash2 } from 'lucide-react';
import { Link } from 'react-router';
import { toast } from 'sonner';
import { type Webhook, webhooks } from '../../../../server/contract/notifications/webhooks.ts';
import { call } from '../../../api/client.ts';
import { messageOf } from '../../../api/errors.ts';
import { Banner } from '../../../components/banner.tsx';
import { Button, IconButton } from '../../../components/button.tsx';
import { Chip } from '../../../components/chip.tsx';
import { Switch } from '../../../components/input/switch.tsx';
import { Menu, type MenuEntry } from '../../../components/menu.tsx';
import { Card } from '../../../components/page.tsx';
import { useNow } from '../../../hooks/time.ts';
import { webhooksQuery } from './webhook-queries.ts';
import { kindsWords, webhookState } from './webhook-words.ts';

export type WebhookAct = 'edit' | 'rotate' | 'remove';

interface Props {
  readonly webhook: Webhook;
  readonly onAct: (act: WebhookAct) => void;
}

function entriesOf(onAct: Props['onAct']): readonly MenuEntry[] {
  return [
    {
      kind: 'action',
      id: 'edit',
      text: t`Change`,
      icon: <Pencil size={16} />,
      onSelect: () => onAct('edit'),
    },
    {
      kind: 'action',
      id: 'rotate',
      text: t`New signing secret`,
      icon: <KeyRound size={16} />,
      onSelect: () => onAct('rotate'),
    },
    { kind: 'separator', id: 'before-remove' },
    {
      kind: 'action',
      id: 'remove',
      text: t`Remove`,
      icon: <Trash2 size={16} />,
      danger: true,
      onSelect: () => onAct('remove'),
    },
  ];
}

function useActions({ id }: Webhook) {
  const client = useQueryClient();
  const params = { webhook_id: id };
  const refresh = () => client.invalidateQueries({ queryKey: webhooksQuery.queryKey });
  const test = useMutation({
    mutationFn: () => call(webhooks.test, { params }),
    onSettled: refresh,
  });
  const change = useMutation({
    mutationFn: (enabled: boolean) => call(webhooks.update, { params, body: { enabled } }),
    onError: (error) => toast.error(messageOf(error)),
    onSettled: refresh,
  });
  return { test, change };
}

/** One webhook: where it leads, how it fares, and what can be done with it. */
export function WebhookCard({ webhook, onAct }: Props) {
  const { test, change } = useActions(webhook);
  const now = useNow(30_000);
  const { tone, label, sentence } = webhookState(webhook, now);
  const { name, url, kinds, enabled } = webhook;
  return (
    <Card className="grid gap-4">
      <div className="flex items-start gap-3">
        <div className="grid min-w-0 flex-1 gap-1">
          <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
            <h2 className="min-w-0 text-base font-semibold break-words">{name}</h2>
            <Chip tone={tone}>{label}</Chip>
          </div>
          <p className="font-mono text-sm break-all text-ink-soft">{url}</p>
          <p className="text-ink-soft">
            <Trans>Sends: {kindsWords(kinds)}</Trans>
          </p>
          <p className="break-words text-ink-soft empty:hidden">{sentence}</p>
        </div>
        <Menu
          label={t`Actions for ${name}`}
          trigger={
            <IconButton label={t`Actions for ${name}`}>
              <MoreHorizontal size={20} aria-hidden="true" />
            </IconButton>
          }
          entries={entriesOf(onAct)}
        />
      </div>
      <Switch
        label={t`Send to ${name}`}
        checked={change.isPending ? change.variables : enabled}
        onChange={(next) => change.mutate(next)}
      />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button busy={test.isPending} onClick={() => test.mutate()} aria-label={t`Send a test to ${name}`}>
          <Send size={16} aria-hidden="true" />
          {test.isPending ? t`Sending…` : t`Send a test`}
        </Button>
        <Link
          to={`/settings/webhooks/${encodeURIComponent(webhook.id)}`}
          aria-label={t`Deliveries to ${name}`}
          className="font-medium text-accent underline"
        >
          <Trans>Deliveries</Trans>
        </Link>
      </div>
      {test.isError ? <Banner tone="bad">{messageOf(test.error)}</Banner> : null}
      {test.data === undefined || test.isPending ? null : (
        <Banner tone={test.data.delivered ? 'info' : 'bad'}>{test.data.message}</Banner>
      )}
    </Card>
  );
}
