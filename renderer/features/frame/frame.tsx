import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Minimize2 } from 'lucide-react';
import { type ReactNode, Suspense, useLayoutEffect } from 'react';
import { Outlet, useLocation } from 'react-router';
import { useServerReachable } from '../../api/connection.ts';
import { Banner } from '../../components/banner.tsx';
import { IconButton } from '../../components/button.tsx';
import { Loading } from '../../components/loading.tsx';
import { setKiosk, useKiosk, useScreenAwake } from '../../hooks/kiosk.ts';
import { PageBoundary } from '../lifeline/page-boundary.tsx';
import { ClockHint } from './clock/clock-hint.tsx';
import { Overlays } from './overlay/overlays.tsx';
import { Rail } from './rail.tsx';
import { TopBar } from './top-bar.tsx';

function UnreachableBanner() {
  return useServerReachable() ? null : (
    <Banner tone="bad">
      <Trans>
        The server is not answering. Check that the computer running Sentinel is switched on and that this
        device is on the same network. Everything goes on by itself as soon as it answers.
      </Trans>
    </Banner>
  );
}

/** The page, or in its place why it cannot be shown; the frame around it stays. */
function FramedPage() {
  return (
    <PageBoundary path={useLocation().pathname} inFrame>
      <Suspense fallback={<Loading />}>
        <Outlet />
      </Suspense>
    </PageBoundary>
  );
}

/** Kiosk mode: nothing but the page, and a way out that appears on pointer or keyboard. */
function KioskFrame() {
  useScreenAwake(true);
  useLayoutEffect(() => {
    const leave = (event: KeyboardEvent) => {
      // A dialog in front is closed by its first press.
      if (event.key === 'Escape' && !event.defaultPrevented && document.fullscreenElement === null)
        setKiosk(false);
    };
    document.addEventListener('keydown', leave);
    return () => document.removeEventListener('keydown', leave);
  }, []);
  return (
    <main className="min-h-dvh">
      <UnreachableBanner />
      <FramedPage />
      <IconButton
        label={t`Leave kiosk mode`}
        onClick={() => setKiosk(false)}
        className="fixed right-2 bottom-2 z-30 bg-surface-1 opacity-15 hover:opacity-100 focus-visible:opacity-100"
      >
        <Minimize2 size={18} aria-hidden="true" />
      </IconButton>
      <Overlays />
    </main>
  );
}

/** Rail, top bar, notices and the page. `notices` are what administrators must see on every page. */
export function Frame({ notices }: { readonly notices: ReactNode }) {
  const kiosk = useKiosk();
  if (kiosk) return <KioskFrame />;
  return (
    <div className="flex min-h-dvh">
      <a
        href="#content"
        className="fixed top-2 left-2 z-50 -translate-y-20 rounded-sm bg-accent px-4 py-2 text-accent-ink focus:translate-y-0"
      >
        <Trans>Skip to the page</Trans>
      </a>
      <Rail />
      <div className="flex min-w-0 flex-1 flex-col">
        <TopBar />
        <main
          id="content"
          tabIndex={-1}
          className="flex min-w-0 flex-1 flex-col gap-3 p-3 pb-24 outline-none sm:p-5 sm:pb-24 md:pb-5"
        >
          <UnreachableBanner />
          <ClockHint />
          {notices}
          <FramedPage />
        </main>
      </div>
      <Overlays />
    </div>
  );
}
