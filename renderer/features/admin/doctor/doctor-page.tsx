import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { Stethoscope } from 'lucide-react';
import { doctor, type DoctorFinding } from '../../../../server/contract/doctor.ts';
import { callPatiently } from '../../../api/client.ts';
import { messageOf } from '../../../api/errors.ts';
import { Banner } from '../../../components/banner.tsx';
import { Button } from '../../../components/button.tsx';
import { Chip } from '../../../components/chip.tsx';
import { Loading } from '../../../components/loading.tsx';
import { Card, Page } from '../../../components/page.tsx';
import { formats } from '../../../hooks/format.ts';
import { checkName, findingWords, stateLook } from './finding-words.ts';

/** One examination; another one only when somebody asks for it. */
const doctorQuery = queryOptions({
  queryKey: ['doctor'],
  queryFn: () => callPatiently(doctor.run),
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: 0,
  retry: false,
  refetchOnWindowFocus: false,
  refetchOnReconnect: false,
});

function Finding({ finding }: { readonly finding: DoctorFinding }) {
  const { message, fix } = findingWords(finding);
  const { tone, text } = stateLook(finding.state);
  return (
    <li className="grid gap-1.5 py-3 sm:grid-cols-[11rem_minmax(0,1fr)]">
      <div className="flex flex-wrap items-center gap-2 sm:flex-col sm:items-start">
        <h3 className="font-medium">{checkName(finding.check)}</h3>
        <Chip tone={tone}>{text}</Chip>
      </div>
      <div className="grid content-start gap-1">
        <p className="wrap-anywhere">{message}</p>
        {fix === undefined || finding.state === 'ok' ? null : (
          <p className="wrap-anywhere text-ink-soft">
            <strong className="font-semibold text-ink">
              <Trans>What to do:</Trans>
            </strong>{' '}
            {fix}
          </p>
        )}
      </div>
    </li>
  );
}

function Findings({
  title,
  findings,
}: {
  readonly title: string;
  readonly findings: readonly DoctorFinding[];
}) {
  if (findings.length === 0) return null;
  return (
    <Card className="grid gap-1">
      <h2 className="text-base font-semibold">{title}</h2>
      <ul className="divide-y">
        {findings.map((finding) => (
          <Finding key={`${finding.code} ${JSON.stringify(finding.facts)}`} finding={finding} />
        ))}
      </ul>
    </Card>
  );
}

function verdict(wrong: number): string {
  return wrong === 0
    ? t`Nothing is wrong.`
    : plural(wrong, { one: '# thing needs attention.', other: '# things need attention.' });
}

/** Examines the installation and says how to put right what is wrong. */
export function DoctorPage() {
  const { data, error, isFetching, refetch } = useQuery(doctorQuery);
  const findings = data?.findings ?? [];
  const of = (...states: DoctorFinding['state'][]) => findings.filter(({ state }) => states.includes(state));
  const wrong = [...of('bad'), ...of('warn')];
  const moment = data === undefined ? '' : formats.timeSeconds(Date.parse(data.checked_at));
  return (
    <Page
      title={t`Doctor`}
      intro={t`Tries out what the server must be able to do, and says how to put right what is wrong. Nothing is changed.`}
      action={
        <Button look="primary" busy={isFetching} onClick={() => void refetch()}>
          <Stethoscope size={16} aria-hidden="true" />
          {isFetching ? t`Examining…` : t`Examine again`}
        </Button>
      }
    >
      {error === null ? null : <Banner tone="bad">{messageOf(error)}</Banner>}
      {data === undefined && error === null ? <Loading /> : null}
      <output className={data === undefined ? 'sr-only' : 'text-ink-soft'}>
        {data === undefined ? null : (
          <>
            {verdict(wrong.length)} <Trans>Examined at {moment}.</Trans>
          </>
        )}
      </output>
      <Findings title={t`Needs attention`} findings={wrong} />
      <Findings title={t`Could not be told`} findings={of('unknown')} />
      <Findings title={t`Fine`} findings={of('ok')} />
    </Page>
  );
}
