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
import { momentOf } from '../moment.ts';
import { type Filters, MailFilters } from './mail-filters.tsx';
import { OUTCOMES, type SettledMail } from './mail-log-words.ts';
import { WaitingMails } from './waiting-mails.tsx';

const SIZE = 50;
/** A safety net where events do not get through. */
const EVERY_MS = 30_000;

const COLUMNS: readonly Column<SettledMail>[] = [
  { title: 'Time', cell: (row) => momentOf(row.timestamp), className: 'md:w-52' },
  { title: 'About', cell: (row) => <span className="font-medium">{kindWords(row.kind)}</span> },
  { title: 'To', cell: (row) => <span className="break-all">{row.recipient || 'Nobody found'}</span> },
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
          Set up mail
        </Link>
      }
    >
      {data.enabled ? `No mail leaves at present. ${data.problem ?? ''}` : 'Mail is off, so nothing is sent.'}
    </Banner>
  );
}

/** Mails that wait, and what became of the others. */
export function MailLogPage() {
  const [filters, setFilters] = useState<Filters>({});
  const [offset, setOffset] = useState(0);
  const { data, error, isPending } = useQuery({
    queryKey: [KEYS.deliveries, 'mail', filters, offset],
    queryFn: () => call(mail.deliveries, { query: { ...filters, limit: SIZE, offset } }),
    placeholderData: keepPreviousData,
    refetchInterval: EVERY_MS,
  });
  const isFiltered = Object.keys(filters).length > 0;
  return (
    <Page
      title="Mail"
      intro="Mails that wait, and what became of the others. “Held back” means: the address bounced, complained or unsubscribed before."
    >
      <MailTrouble />
      {error === null ? null : <Banner tone="bad">{messageOf(error)}</Banner>}
      {data === undefined ? null : <WaitingMails preparing={data.preparing} waiting={data.waiting} />}
      <Card className="grid gap-4">
        <h2 className="text-base font-semibold">Done</h2>
        <MailFilters
          filters={filters}
          onChange={(next) => {
            setFilters(next);
            setOffset(0);
          }}
        />
        {isPending ? <Loading /> : null}
        {data?.total === 0 ? (
          <p className="text-ink-soft">
            {isFiltered ? 'Nothing matches these filters.' : 'No mail was sent yet.'}
          </p>
        ) : null}
        {data === undefined || data.total === 0 ? null : (
          <>
            <Table label="Mails" columns={COLUMNS} rows={data.deliveries} keyOf={(row) => row.id} />
            <Pager total={data.total} offset={offset} size={SIZE} onOffset={setOffset} />
          </>
        )}
      </Card>
    </Page>
  );
}
