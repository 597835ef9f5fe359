import { Trans } from '@lingui/react/macro';
import { Suspense } from 'react';
import { Link, Outlet, useLocation } from 'react-router';
import { useServerReachable } from '../../../api/connection.ts';
import { Banner } from '../../../components/banner.tsx';
import { BrandMark } from '../../../components/brand-mark.tsx';
import { Loading } from '../../../components/loading.tsx';
import { useSession } from '../../../session/session-context.ts';
import { ButtonLink } from './button-link.tsx';
import { PublicFooter } from './public-footer.tsx';
import { PublicNav } from './public-nav.tsx';

/** Where the one button of the header leads: in, back in, or to the first start. */
function WayIn() {
  const { config, me } = useSession();
  if (config.setup_required)
    return (
      <ButtonLink to="/setup">
        <Trans>Set up</Trans>
      </ButtonLink>
    );
  return me === null ? (
    <ButtonLink to="/sign-in">
      <Trans>Sign in</Trans>
    </ButtonLink>
  ) : (
    <ButtonLink to="/">
      <Trans>Open dashboard</Trans>
    </ButtonLink>
  );
}

function PublicHeader() {
  return (
    <header className="sticky top-0 z-20 border-b bg-surface-1">
      <div className="mx-auto flex max-w-6xl flex-wrap items-center gap-x-6 px-4 sm:px-6 md:h-16">
        <Link to="/welcome" className="flex min-h-14 flex-1 items-center gap-3 md:flex-none">
          <BrandMark />
          <span className="text-base font-semibold">Sentinel</span>
        </Link>
        <PublicNav />
        <WayIn />
      </div>
    </header>
  );
}

/** Header, page and footer for everybody, signed in or not. */
export function PublicShell() {
  const reachable = useServerReachable();
  // The page about just that has words of its own.
  const quiet = useLocation().pathname === '/status';
  return (
    // Figures of one width also widen hyphens, which these pages have many of.
    <div className="flex min-h-dvh flex-col normal-nums">
      <a
        href="#content"
        className="fixed top-2 left-2 z-50 -translate-y-20 rounded-sm bg-accent px-4 py-2 text-accent-ink focus:translate-y-0"
      >
        <Trans>Skip to the page</Trans>
      </a>
      <PublicHeader />
      <main
        id="content"
        tabIndex={-1}
        className="mx-auto grid w-full max-w-6xl flex-1 grid-cols-[minmax(0,1fr)] content-start gap-6 px-4 py-8 outline-none sm:px-6 sm:py-12"
      >
        {reachable || quiet ? null : (
          <Banner tone="warn">
            <Trans>The server is not answering. You can go on reading; we keep trying to reach it.</Trans>
          </Banner>
        )}
        <Suspense fallback={<Loading />}>
          <Outlet />
        </Suspense>
      </main>
      <PublicFooter />
    </div>
  );
}
