import { Trans } from '@lingui/react/macro';
import { Link } from 'react-router';
import { Banner } from '../../components/banner.tsx';
import type { SentinelAnswer } from './sentinel-queries.ts';

/** Says that the plan leaves Sentinel out, and which would not. */
export function PlanBanner({ answer }: { readonly answer: SentinelAnswer }) {
  return (
    <Banner
      tone="warn"
      action={
        <Link to="/pricing" className="font-medium text-accent underline">
          <Trans>Compare plans</Trans>
        </Link>
      }
    >
      <p className="font-semibold">
        <Trans>Sentinel AI is not part of the plan {answer.plan_current}.</Trans>
      </p>
      <p>
        <Trans>
          Pro includes 100 runs a month, Pro Plus 500. What was set up before is kept and shown below; it can
          be changed again with such a plan.
        </Trans>
      </p>
    </Banner>
  );
}
