import { formats } from '../../hooks/format.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { BellOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { ListedNotification } from '../../../server/contract/notifications/inbox.ts';
import type { Severity } from '../../../server/contract/notifications/kinds.ts';
import { KindIcon } from './kind-look.ts';
import { linkOf } from './notification-words.ts';
import { noticeText } from './text/notice-text.ts';

const LOOKS: Readonly<Record<Severity, string>> = {
  info: 'bg-surface-3 text-ink-soft',
  warning: 'bg-warn-wash text-warn',
  error: 'bg-bad-wash text-bad',
  critical: 'bg-bad-solid text-white',
};

/** Said beside the title, so that colour is not the only sign; nothing for what is merely news. */
const WORDS: Readonly<Record<Severity, string | null>> = {
  info: null,
  warning: t`Warning.`,
  error: t`Error.`,
  critical: t`Critical.`,
};

/** An incident says how bad it is itself. */
const INCIDENT_WORDS: Readonly<Record<string, string>> = {
  low: t`Low.`,
  medium: t`Medium.`,
  high: t`High.`,
  critical: t`Critical.`,
};

function severityWord({ kind, meta, severity }: ListedNotification): string | null {
  const own = kind === 'incident_created' ? meta?.['severity'] : undefined;
  return (typeof own === 'string' ? INCIDENT_WORDS[own] : undefined) ?? WORDS[severity];
}

interface Props {
  readonly item: ListedNotification;
  readonly isNew: boolean;
  /** When it happened, in words that suit the list. */
  readonly time: string;
  /** Shows the whole text, not only its first lines. */
  readonly whole?: boolean;
  /** Buttons beside the item. */
  readonly actions?: ReactNode;
  readonly onFollow?: () => void;
}

function Mark({ kind, severity }: Pick<ListedNotification, 'kind' | 'severity'>) {
  return (
    <span
      aria-hidden="true"
      className={`mt-0.5 inline-flex size-8 shrink-0 items-center justify-center rounded-full ${LOOKS[severity]}`}
    >
      <KindIcon kind={kind} />
    </span>
  );
}

function Words({ item, isNew, time, whole = false }: Pick<Props, 'item' | 'isNew' | 'time' | 'whole'>) {
  const { quiet, created_at: at } = item;
  const { title, body } = noticeText(item);
  const word = severityWord(item);
  return (
    <span className="grid min-w-0 flex-1 gap-0.5">
      <span className="flex items-baseline gap-2">
        <span className={`min-w-0 flex-1 wrap-anywhere ${isNew ? 'font-semibold' : 'font-medium'}`}>
          {title}
        </span>
        {isNew ? (
          <span className="size-2 shrink-0 self-center rounded-full bg-accent">
            <span className="sr-only">
              <Trans>New</Trans>
            </span>
          </span>
        ) : null}
        <time dateTime={at} title={formats.exact(Date.parse(at))} className="shrink-0 text-xs text-ink-soft">
          {time}
        </time>
      </span>
      <span className={`wrap-anywhere text-ink-soft ${whole ? 'whitespace-pre-line' : 'line-clamp-3'}`}>
        {word === null ? null : <span className="font-medium text-ink">{word} </span>}
        {body}
      </span>
      {quiet ? (
        <span className="inline-flex items-center gap-1 text-xs text-ink-soft">
          <BellOff size={12} aria-hidden="true" />
          <Trans>Came while its camera was snoozed</Trans>
        </span>
      ) : null}
    </span>
  );
}

/** One notification. It leads to what it is about when there is such a place. */
export function NotificationItem({ item, isNew, time, whole = false, actions, onFollow }: Props) {
  const link = linkOf(item);
  const content = (
    <>
      <Mark kind={item.kind} severity={item.severity} />
      <Words item={item} isNew={isNew} time={time} whole={whole} />
    </>
  );
  const look = 'flex min-w-0 flex-1 gap-3 rounded-sm p-2.5';
  return (
    <li data-testid="notification" data-kind={item.kind} data-new={isNew} className="flex items-center">
      {link === null ? (
        <div className={look}>{content}</div>
      ) : (
        <Link
          to={link}
          {...(onFollow === undefined ? {} : { onClick: onFollow })}
          className={`${look} -outline-offset-2 hover:bg-surface-2`}
        >
          {content}
        </Link>
      )}
      {actions}
    </li>
  );
}
