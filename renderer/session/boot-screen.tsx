import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useServerReachable } from '../api/connection.ts';
import { Banner } from '../components/banner.tsx';
import { BrandMark } from '../components/brand-mark.tsx';
import { Loading } from '../components/loading.tsx';

/** What stands on the page until we know who is looking at it. */
export function BootScreen({ problem }: { readonly problem: string | null }) {
  const reachable = useServerReachable();
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <h1 className="sr-only">
        <Trans>Sentinel Command Center</Trans>
      </h1>
      <div className="grid w-full max-w-md justify-items-center gap-4">
        <BrandMark size={44} />
        {reachable && problem === null ? <Loading label={t`Opening your cameras…`} /> : null}
        {reachable ? null : (
          <Banner tone="warn">
            <Trans>
              The server is not answering yet. Check that the computer running Sentinel is switched on. This
              page opens by itself as soon as it answers.
            </Trans>
          </Banner>
        )}
        {problem === null ? null : <Banner tone="bad">{problem}</Banner>}
      </div>
    </main>
  );
}
