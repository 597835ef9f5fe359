import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { planQuery } from '../../api/queries.ts';
import { formats } from '../../hooks/format.ts';
import { callStatsQuery } from './agents/call-counts.ts';
import { actStatsQuery } from './audit/act-counts.ts';
import { healthQuery } from './health-queries.ts';
import { mailStatsQuery } from './mail/mail-counts.ts';
import { viewStatsQuery } from './watching/view-counts.ts';

/** Days that the numbers on tabs tell of. */
const DAYS = 7;

export interface TabCount {
  readonly text: string;
  /** For those who hear the tab, after its name. */
  readonly words: string;
  /** Something that needs attention. */
  readonly isBad: boolean;
}

function plain(count: number | undefined, words: string): TabCount | undefined {
  return count === undefined ? undefined : { text: formats.compact(count), words, isBad: false };
}

function bad(count: number | undefined, words: string): TabCount | undefined {
  return count === undefined || count === 0
    ? undefined
    : { text: formats.compact(count), words, isBad: true };
}

/** What tabs of the admin area tell besides their names, by address. */
export function useTabCounts(): Readonly<Record<string, TabCount | undefined>> {
  const { data: plan } = useQuery(planQuery);
  const hasAgents = plan?.features.includes('admin') === true;
  const { data: views } = useQuery(viewStatsQuery(DAYS));
  const { data: acts } = useQuery(actStatsQuery(DAYS));
  const { data: calls } = useQuery({ ...callStatsQuery(DAYS), enabled: hasAgents });
  const { data: mails } = useQuery(mailStatsQuery(DAYS));
  const { data: health } = useQuery(healthQuery);
  return {
    '/admin/watching': plain(views?.total_accesses, t`views in ${DAYS} days`),
    '/admin/audit': plain(acts?.total, t`entries in ${DAYS} days`),
    '/admin/agents':
      bad(calls?.total_errors, t`failed calls in ${DAYS} days`) ??
      plain(calls?.total_calls, t`calls in ${DAYS} days`),
    '/admin/mail': bad(mails?.failed, t`mails failed in ${DAYS} days`),
    '/admin/health':
      health === undefined || health.status === 'healthy'
        ? undefined
        : { text: '!', words: t`needs attention`, isBad: true },
  };
}
