import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { messageOf } from '../../../api/errors.ts';
import { Banner } from '../../../components/banner.tsx';
import { Chip } from '../../../components/chip.tsx';
import { Loading } from '../../../components/loading.tsx';
import { Card } from '../../../components/page.tsx';
import { agoTime, useNow } from '../../../hooks/time.ts';
import { type AgentSession, agentSessionsQuery } from '../agent-queries.ts';
import { nameOf } from '../key-name.ts';

function sessionWords({ call_count: calls, last_active: at }: AgentSession, now: number): string {
  const last = agoTime(at * 1000, now);
  return t`${plural(calls, { one: '# call', other: '# calls' })}, last ${last}`;
}

/** Agents that called within the last five minutes. */
export function ClientList() {
  const { data, error } = useQuery(agentSessionsQuery);
  const now = useNow(5000);
  return (
    <Card className="grid content-start gap-3">
      <h2 className="-mt-2 flex min-h-10 items-center text-base font-semibold">
        <Trans>Clients</Trans>
      </h2>
      {error === null ? null : <Banner tone="bad">{messageOf(error)}</Banner>}
      {data === undefined && error === null ? <Loading /> : null}
      {data?.length === 0 ? (
        <p className="text-ink-soft">
          <Trans>No agent called in the last five minutes.</Trans>
        </p>
      ) : null}
      <ul className="grid divide-y empty:hidden" aria-label={t`Clients`}>
        {(data ?? []).map((session) => (
          <li key={session.key_name} className="flex items-center justify-between gap-3 py-2.5">
            <div className="grid min-w-0">
              <span className="font-medium break-words">{nameOf(session.key_name)}</span>
              <span className="text-xs text-ink-soft">{sessionWords(session, now)}</span>
            </div>
            <span className="shrink-0">
              <Chip tone={session.status === 'active' ? 'live' : 'idle'}>
                {session.status === 'active' ? t`Active` : t`Idle`}
              </Chip>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
