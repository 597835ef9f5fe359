import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { mail } from '../../../../server/contract/notifications/email.ts';
import { call } from '../../../api/client.ts';
import { messageOf } from '../../../api/errors.ts';
import { KEYS } from '../../../api/queries.ts';
import { Banner } from '../../../components/banner.tsx';
import { Chip } from '../../../components/chip.tsx';
import { Pager } from '../../../components/data/pager.tsx';
import { type Column, Table } from '../../../components/data/table.tsx';
import { Loading } from '../../../components/loading.tsx';
import { Card, Page } from '../../../components/page.tsx';
import { kindWords } from '../../settings/kind-words.ts';
import { mailSettingsQuery } from '../../settings/mail/mail-queries.ts';
import { SpanChoice } from '../chart/span-choice.tsx';
import { USUAL_ROWS } from '../log/rows-field.tsx';
import { SaveCsvButton } from '../log/save-csv-button.tsx';
import { momentOf } from '../moment.ts';
import { MailCharts } from './mail-charts.tsx';
import { mailsForFile } from './mail-counts.ts';
import { type Filters, MailFilters } from './mail-filters.tsx';
import { OUTCOMES, type SettledMail } from './mail-log-words.ts';
import { WaitingMails } from './waiting-mails.tsx';

const CSV_HEADER = ['timestamp', 'kind', 'recipient', 'status', 'error'] as const;
/** A safety net where events do not get through. */
const EVERY_MS = 30_000;

const COLUMNS: readonly Column<SettledMail>[] = [
  { title: 'Time', cell: (row) => momentOf(row.timestamp), className: 'md:w-52' },
  { title: 'About', cell: (row) => <span className="font-medium">{kindWords(row.kind)}</span> },
  { title: 'To', cell: (row) => <span className="break-all">{row.recipient || t`Nobody found`}</span> },
  {
    title: 'Outcome',
    cell: ({ status, error }) => (
      <div className="grid justify-items-start gap-1">
        <Chip tone={OUTCOMES[status].tone}>{OUTCOMES[status].label}</Chip>
        <span className="[overflow-wrap:anywhere] text-ink-soft empty:hidden">{error}</span>
      </div>
    ),
    className: 'md:w-80',
  },
];

/** Says when no mail leaves, because an empty log would otherwise look like all is well. */
function MailTrouble() {
  const { data } = useQuery(mailSettingsQuery);
  if (data === undefined || (data.enabled && data.problem === null)) return null;
  return (
    <Banner
      tone="warn"
      action={
        <Link to="/settings/mail" className="font-medium text-accent underline">
          <Trans>Set up mail</Trans>
        </Link>
      }
    >
      {data.enabled
        ? t`No mail leaves at present. ${data.problem ?? ''}`
        : t`Mail is off, so nothing is sent.`}
    </Banner>
  );
}

function rowOf({ timestamp, kind, recipient, status, error }: SettledMail) {
  return [timestamp, kind, recipient, status, error];
}

function SettledMails() {
  const [filters, setFilters] = useState<Filters>({});
  const [size, setSize] = useState(USUAL_ROWS);
  const [offset, setOffset] = useState(0);
  const { data, error, isPending } = useQuery({
    queryKey: [KEYS.deliveries, 'mail', filters, size, offset],
    queryFn: () => call(mail.deliveries, { query: { ...filters, limit: size, offset } }),
    placeholderData: keepPreviousData,
    refetchInterval: EVERY_MS,
  });
  return (
    <>
      {data === undefined ? null : <WaitingMails preparing={data.preparing} waiting={data.waiting} />}
      <Card className="grid gap-4">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <h2 className="text-base font-semibold">
            <Trans>Done</Trans>
          </h2>
          <SaveCsvButton
            what={t`mail-log`}
            header={CSV_HEADER}
            ask={async () => (await mailsForFile(filters)).map(rowOf)}
          />
        </div>
        <MailFilters
          filters={filters}
          size={size}
          onChange={(next) => {
            setFilters(next);
            setOffset(0);
          }}
          onSize={(rows) => {
            setSize(rows);
            setOffset(0);
          }}
        />
        {isPending ? <Loading /> : null}
        {error === null ? null : <Banner tone="bad">{messageOf(error)}</Banner>}
        {data?.total === 0 ? (
          <p className="text-ink-soft">
            {Object.keys(filters).length > 0 ? t`Nothing matches these filters.` : t`No mail was sent yet.`}
          </p>
        ) : null}
        {data === undefined || data.total === 0 ? null : (
          <>
            <Table label={t`Mails`} columns={COLUMNS} rows={data.deliveries} keyOf={(row) => row.id} />
            <Pager total={data.total} offset={offset} size={size} onOffset={setOffset} />
          </>
        )}
      </Card>
    </>
  );
}

/** Mails that wait, and what became of the others. */
export function MailLogPage() {
  const [days, setDays] = useState(7);
  return (
    <Page
      title={t`Mail`}
      intro={t`Mails that wait, and what became of the others. “Held back” means: the address bounced, complained or unsubscribed before.`}
      action={<SpanChoice days={days} onDays={setDays} />}
    >
      <MailTrouble />
      <MailCharts days={days} />
      <SettledMails />
    </Page>
  );
}
