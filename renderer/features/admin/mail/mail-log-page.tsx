import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { mail } from '../../../../server/contract/notifications/email.ts';
import { call, callForFile } from '../../../api/client.ts';
import { KEYS } from '../../../api/queries.ts';
import { Banner } from '../../../components/banner.tsx';
import { Chip } from '../../../components/chip.tsx';
import type { Column } from '../../../components/data/table.tsx';
import { Page } from '../../../components/page.tsx';
import { kindWords } from '../../settings/kind-words.ts';
import { mailSettingsQuery } from '../../settings/mail/mail-queries.ts';
import { SpanChoice } from '../chart/span-choice.tsx';
import { LogCard } from '../log/log-card.tsx';
import { pageQuery, usePaging } from '../log/paging.ts';
import { momentOf } from '../moment.ts';
import { MailCharts } from './mail-charts.tsx';
import { type Filters, MailFilters } from './mail-filters.tsx';
import { OUTCOMES, type SettledMail } from './mail-log-words.ts';
import { WaitingMails } from './waiting-mails.tsx';

/** A safety net where events do not get through. */
const EVERY_MS = 30_000;

const COLUMNS: readonly Column<SettledMail>[] = [
  { title: t`Time`, cell: (row) => momentOf(row.timestamp), className: 'md:w-52' },
  { title: t`About`, cell: (row) => <span className="font-medium">{kindWords(row.kind)}</span> },
  { title: t`To`, cell: (row) => <span className="break-all">{row.recipient || t`Nobody found`}</span> },
  {
    title: t`Outcome`,
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
      {data.enabled ? (
        <Trans>No mail leaves at present. {data.problem}</Trans>
      ) : (
        <Trans>Mail is off, so nothing is sent.</Trans>
      )}
    </Banner>
  );
}

function SettledMails() {
  const [filters, setFilters] = useState<Filters>({});
  const paging = usePaging();
  const query = { ...filters, ...pageQuery(paging) };
  const { data, error } = useQuery({
    queryKey: [KEYS.deliveries, 'mail', query],
    queryFn: () => call(mail.deliveries, { query: { ...query, format: 'json' } }),
    placeholderData: keepPreviousData,
    refetchInterval: EVERY_MS,
  });
  const isFiltered = Object.keys(filters).length > 0 || paging.days !== undefined;
  return (
    <>
      {data === undefined ? null : <WaitingMails preparing={data.preparing} waiting={data.waiting} />}
      <LogCard
        title={t`Every mail`}
        label={t`Mails`}
        filters={
          <MailFilters
            filters={filters}
            onChange={(next) => {
              setFilters(next);
              paging.restart();
            }}
          />
        }
        paging={paging}
        error={error}
        page={data && { total: data.total, rows: data.deliveries }}
        columns={COLUMNS}
        keyOf={(row) => row.id}
        empty={isFiltered ? t`Nothing matches these filters.` : t`No mail was sent yet.`}
        csv={() => callForFile(mail.deliveries, 'text/csv', { query: { ...query, format: 'csv' } })}
        fileName="mail-log.csv"
      />
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
