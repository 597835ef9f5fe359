import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { PlanInfo } from '../../../../server/contract/fleet/nodes.ts';
import { messageOf } from '../../../api/errors.ts';
import { planQuery } from '../../../api/queries.ts';
import { Banner } from '../../../components/banner.tsx';
import { Button } from '../../../components/button.tsx';
import { Chip } from '../../../components/chip.tsx';
import { Loading } from '../../../components/loading.tsx';
import { Card, Page } from '../../../components/page.tsx';
import { formats } from '../../../hooks/format.ts';
import { useSession } from '../../../session/session-context.ts';
import { PlanNotices } from '../../wall/notices/plan-notices.tsx';
import { usesOf, viewerGauge } from './usage-words.ts';

const EVERY_MS = 60_000;

function Bar({ percent, isBad }: { readonly percent: number; readonly isBad: boolean }) {
  return (
    <span aria-hidden="true" className="block h-2 overflow-hidden rounded-full bg-surface-3">
      <span
        className={`block h-full ${isBad ? 'bg-bad' : percent >= 80 ? 'bg-warn' : 'bg-accent'}`}
        style={{ width: `${Math.min(100, percent)}%` }}
      />
    </span>
  );
}

function ViewerHours({ plan }: { readonly plan: PlanInfo }) {
  const { tone, label, percent, sentence, advice } = viewerGauge(plan.usage);
  return (
    <Card className="grid content-start gap-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 className="text-base font-semibold">
          <Trans>Viewer hours</Trans>
        </h2>
        <Chip tone={tone}>{label}</Chip>
      </div>
      <p>{sentence}</p>
      {percent === null ? null : <Bar percent={percent} isBad={tone === 'bad'} />}
      {advice === null ? null : <p className="font-medium">{advice}</p>}
      <p className="text-ink-soft">
        <Trans>One person watching one camera for an hour counts as one hour.</Trans>
      </p>
    </Card>
  );
}

function ManageButton() {
  const { openOrganization } = useSession().identity;
  if (openOrganization === undefined) return null;
  return (
    <Button look="primary" onClick={openOrganization}>
      <Trans>Change plan or payment</Trans>
    </Button>
  );
}

function PlanCard({ plan }: { readonly plan: PlanInfo }) {
  return (
    <Card className="grid content-start gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div className="grid gap-0.5">
          <h2 className="text-base font-semibold">
            <Trans>Your plan: {plan.plan_name}</Trans>
          </h2>
          <p className="text-ink-soft">
            {plural(plan.limits.log_retention_days, {
              one: 'Logs are kept for # day.',
              other: 'Logs are kept for # days.',
            })}
          </p>
        </div>
        <ManageButton />
      </div>
      <ul className="grid gap-4">
        {usesOf(plan).map(({ what, used, most }) => (
          <li key={what} className="grid gap-1.5">
            <div className="flex justify-between gap-3">
              <span className="font-medium">{what}</span>
              <span className="text-ink-soft">
                <Trans>
                  {formats.count(used)} of {formats.count(most)}
                </Trans>
              </span>
            </div>
            <Bar percent={most === 0 ? 0 : (used / most) * 100} isBad={used > most} />
          </li>
        ))}
      </ul>
      <Link to="/pricing" className="w-fit font-medium text-accent underline">
        <Trans>What each plan includes</Trans>
      </Link>
    </Card>
  );
}

/** What the organisation has subscribed to and used of it; only where plans are bought. */
export function SubscriptionPage() {
  const { data, error } = useQuery({ ...planQuery, refetchInterval: EVERY_MS });
  return (
    <Page title={t`Subscription`} intro={t`Your plan, what is used of it, and how it is paid.`}>
      {error === null ? null : <Banner tone="bad">{messageOf(error)}</Banner>}
      {data === undefined && error === null ? <Loading /> : null}
      {data === undefined ? null : (
        <>
          <PlanNotices />
          <div className="grid items-start gap-4 lg:grid-cols-2">
            <PlanCard plan={data} />
            <ViewerHours plan={data} />
          </div>
        </>
      )}
    </Page>
  );
}
