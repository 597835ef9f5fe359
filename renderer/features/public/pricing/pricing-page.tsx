import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Card } from '../../../components/page.tsx';
import { useSession } from '../../../session/session-context.ts';
import { Part, Prose, PublicPage } from '../shell/public-page.tsx';
import { BILLED_PLANS, GRACE_DAYS, type PlanFacts, planLines, SELF_HOSTED } from './plan-facts.ts';

function PlanCard({ plan }: { readonly plan: PlanFacts }) {
  return (
    <Card className="grid content-start gap-4">
      <h3 className="text-lg font-semibold">{plan.name}</h3>
      <dl className="divide-y">
        {planLines(plan).map(([what, amount]) => (
          <div key={what} className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-3 py-2.5">
            <dt className="text-ink-soft">{what}</dt>
            <dd className="font-medium">{amount}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

function SelfHosted() {
  return (
    <PublicPage
      title={t`Self-hosted: no plan needed`}
      intro={t`This installation runs on its operator’s own computer. There is no price, no account with us and nothing that runs out.`}
    >
      <div className="grid items-start gap-8 lg:grid-cols-2">
        <Prose>
          <p>
            <Trans>
              <strong>What it costs.</strong> Nothing for the program. You pay for your own computer, your
              cameras and the power they use.
            </Trans>
          </p>
          <p>
            <Trans>
              <strong>Why there are numbers at all.</strong> They keep a mistake from filling the machine. How
              many cameras really run well depends on the computer and the network.
            </Trans>
          </p>
          <p>
            <Trans>
              <strong>Can it change?</strong> Only the operator of this installation can set other limits.
              Nobody outside can switch anything off.
            </Trans>
          </p>
          <p>
            <Trans>
              <strong>Services you add</strong>, such as a mail provider or an AI model, may charge you
              themselves. Sentinel needs none of them.
            </Trans>
          </p>
        </Prose>
        <PlanCard plan={SELF_HOSTED} />
      </div>
    </PublicPage>
  );
}

function Billed() {
  return (
    <PublicPage title={t`Plans`} intro={t`What each plan of this installation includes.`}>
      <ul className="grid gap-4 lg:grid-cols-3">
        {BILLED_PLANS.map((plan) => (
          <li key={plan.slug} className="grid">
            <PlanCard plan={plan} />
          </li>
        ))}
      </ul>
      <Part title={t`Good to know`}>
        <Prose>
          <ul>
            <li>
              <Trans>
                The operator of this installation sets the prices. You see them before you confirm anything.
              </Trans>
            </li>
            <li>
              <Trans>
                With more cameras than the plan allows, the oldest ones go on and the others pause. Nothing is
                deleted.
              </Trans>
            </li>
            <li>
              <Trans>
                When a payment fails, everything goes on for {GRACE_DAYS} days. After that the limits of Free
                apply until it is paid.
              </Trans>
            </li>
            <li>
              <Trans>Recordings stay on your own camera computers, whatever the plan.</Trans>
            </li>
          </ul>
        </Prose>
      </Part>
    </PublicPage>
  );
}

/** What it costs: nothing where people run it themselves, else what the plans include. */
export function PricingPage() {
  const { config } = useSession();
  return config.mode === 'local' ? <SelfHosted /> : <Billed />;
}
