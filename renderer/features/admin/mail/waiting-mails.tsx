import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Chip } from '../../../components/chip.tsx';
import { type Column, Table } from '../../../components/data/table.tsx';
import { Card } from '../../../components/page.tsx';
import { formats } from '../../../hooks/format.ts';
import { useNow } from '../../../hooks/time.ts';
import { nextTryWords, triesWords } from '../../settings/delivery-words.ts';
import { kindWords } from '../../settings/kind-words.ts';
import { momentOf } from '../moment.ts';
import { underWay, type WaitingMail, waitingState } from './mail-log-words.ts';

/** Rows shown; a long queue is a sign of trouble that more rows would not explain. */
const MOST = 20;

function State({ row, now }: { readonly row: WaitingMail; readonly now: number }) {
  const { tone, label } = waitingState(row);
  const next = row.status === 'pending' ? nextTryWords(row.next_attempt_at, now) : null;
  return (
    <div className="grid justify-items-start gap-1">
      <Chip tone={tone}>{label}</Chip>
      <span className="text-ink-soft empty:hidden">
        {[triesWords(row.attempts), next].filter((part) => part !== null).join(', ')}
      </span>
      <span className="[overflow-wrap:anywhere] empty:hidden">{row.error}</span>
    </div>
  );
}

function columnsOf(now: number): readonly Column<WaitingMail>[] {
  return [
    { title: t`Since`, cell: (row) => momentOf(row.created_at), className: 'md:w-52' },
    { title: t`About`, cell: (row) => <span className="font-medium">{kindWords(row.kind)}</span> },
    { title: t`To`, cell: (row) => <span className="break-all">{row.recipient || t`Nobody found`}</span> },
    { title: t`State`, cell: (row) => <State row={row} now={now} />, className: 'md:w-80' },
  ];
}

interface Props {
  readonly preparing: number;
  readonly waiting: readonly WaitingMail[];
}

/** Mails that have not left yet, and why. */
export function WaitingMails({ preparing, waiting }: Props) {
  const now = useNow(10_000);
  const sentence = underWay(preparing, waiting.length);
  if (sentence === null) return null;
  return (
    <Card className="grid gap-4">
      <div className="grid gap-1">
        <h2 className="text-base font-semibold">
          <Trans context="mail">Under way</Trans>
        </h2>
        <output className="text-ink-soft">{sentence}</output>
      </div>
      {waiting.length === 0 ? null : (
        <Table
          label={t`Mails that wait`}
          columns={columnsOf(now)}
          rows={waiting.slice(0, MOST)}
          keyOf={(row) => row.id}
        />
      )}
      {waiting.length > MOST ? (
        <p className="text-ink-soft">
          <Trans>And {formats.count(waiting.length - MOST)} more.</Trans>
        </p>
      ) : null}
    </Card>
  );
}
