import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { toast } from 'sonner';
import { type WebhookDelivery, webhooks } from '../../../../server/contract/notifications/webhooks.ts';
import { call } from '../../../api/client.ts';
import { hasStatus, messageOf } from '../../../api/errors.ts';
import { KEYS } from '../../../api/queries.ts';
import { Banner } from '../../../components/banner.tsx';
import { Button } from '../../../components/button.tsx';
import { Chip } from '../../../components/chip.tsx';
import { Pager } from '../../../components/data/pager.tsx';
import { type Column, Table } from '../../../components/data/table.tsx';
import { Loading } from '../../../components/loading.tsx';
import { Card, Page } from '../../../components/page.tsx';
import { useNow } from '../../../hooks/time.ts';
import { momentOf } from '../../admin/moment.ts';
import { nextTryWords, triesWords } from '../delivery-words.ts';
import { kindWords } from '../kind-words.ts';
import { LOG_EVERY_MS, webhooksQuery } from './webhook-queries.ts';
import { deliveryState } from './webhook-words.ts';

const SIZE = 50;

function Resend({ webhookId, delivery }: { readonly webhookId: string; readonly delivery: WebhookDelivery }) {
  const client = useQueryClient();
  const resend = useMutation({
    mutationFn: () => call(webhooks.resend, { params: { webhook_id: webhookId, delivery_id: delivery.id } }),
    onSuccess: () => toast.success(t`It goes out again.`),
    onError: (error) => toast.error(messageOf(error)),
    onSettled: () => client.invalidateQueries({ queryKey: [KEYS.deliveries] }),
  });
  return (
    <Button
      busy={resend.isPending}
      onClick={() => resend.mutate()}
      aria-label={t`Send again: ${kindWords(delivery.kind)}, ${momentOf(delivery.created_at)}`}
    >
      <Trans>Send again</Trans>
    </Button>
  );
}

function answerWords(row: WebhookDelivery): string {
  if (row.error !== null) return row.error;
  return row.response_status === null ? t`none yet` : t`Answered ${row.response_status}`;
}

function State({ row, now }: { readonly row: WebhookDelivery; readonly now: number }) {
  const { tone, label } = deliveryState(row);
  const next = row.status === 'pending' ? nextTryWords(row.next_attempt_at, now) : null;
  return (
    <div className="grid justify-items-start gap-1">
      <Chip tone={tone}>{label}</Chip>
      <span className="text-ink-soft empty:hidden">
        {[triesWords(row.attempts), next].filter((part) => part !== null).join(', ')}
      </span>
    </div>
  );
}

function columnsOf(webhookId: string, now: number): readonly Column<WebhookDelivery>[] {
  return [
    { title: t`Time`, cell: (row) => momentOf(row.created_at), className: 'md:w-52' },
    { title: t`About`, cell: (row) => <span className="font-medium">{kindWords(row.kind)}</span> },
    { title: t`State`, cell: (row) => <State row={row} now={now} /> },
    {
      title: t`Answer`,
      cell: (row) => (
        <div className="grid justify-items-start gap-2">
          <span className="[overflow-wrap:anywhere] text-ink-soft">{answerWords(row)}</span>
          {row.status === 'failed' ? <Resend webhookId={webhookId} delivery={row} /> : null}
        </div>
      ),
      className: 'md:max-w-80',
    },
  ];
}

function Deliveries({ webhookId }: { readonly webhookId: string }) {
  const [offset, setOffset] = useState(0);
  const now = useNow(10_000);
  const { data, error, isPending } = useQuery({
    queryKey: [KEYS.deliveries, 'webhook', webhookId, offset],
    queryFn: () =>
      call(webhooks.deliveries, { params: { webhook_id: webhookId }, query: { limit: SIZE, offset } }),
    placeholderData: keepPreviousData,
    refetchInterval: LOG_EVERY_MS,
  });
  const gone = hasStatus(error, 404);
  return (
    <Card className="grid gap-4">
      {isPending ? <Loading /> : null}
      {error === null ? null : (
        <Banner tone="bad">{gone ? t`This webhook does not exist any more.` : messageOf(error)}</Banner>
      )}
      {data?.total === 0 ? (
        <p className="text-ink-soft">
          <Trans>
            Nothing was sent yet. The next notification it wants appears here, and so does a test.
          </Trans>
        </p>
      ) : null}
      {data === undefined || data.total === 0 ? null : (
        <>
          <Table
            label={t`Deliveries`}
            columns={columnsOf(webhookId, now)}
            rows={data.deliveries}
            keyOf={(row) => row.id}
          />
          <Pager total={data.total} offset={offset} size={SIZE} onOffset={setOffset} />
        </>
      )}
    </Card>
  );
}

/** What was sent to one webhook, and what came of it. */
export function WebhookLogPage() {
  const { id = '' } = useParams();
  const { data } = useQuery(webhooksQuery);
  const name = data?.webhooks.find((webhook) => webhook.id === id)?.name;
  return (
    <Page
      title={name === undefined ? t`Deliveries` : t`Deliveries to ${name}`}
      intro={t`Messages of the last 30 days, newest first.`}
      action={
        <Link to="/settings/webhooks" className="inline-flex items-center gap-2 font-medium text-accent">
          <ArrowLeft size={16} aria-hidden="true" />
          <Trans>All webhooks</Trans>
        </Link>
      }
    >
      <Deliveries key={id} webhookId={id} />
    </Page>
  );
}
