import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useServerReachable } from '../../api/connection.ts';
import { Banner } from '../../components/banner.tsx';
import { BrandMark } from '../../components/brand-mark.tsx';

const ABOUT = [
  { to: '/welcome', label: t`What is Sentinel?` },
  { to: '/status', label: t`Status` },
  { to: '/legal/privacy', label: t`Privacy` },
  { to: '/legal/terms', label: t`Terms` },
] as const;

interface Props {
  readonly title: string;
  readonly intro: string;
  readonly children: ReactNode;
}

/** The quiet page around every form for people who are not signed in yet. */
export function AuthShell({ title, intro, children }: Props) {
  const reachable = useServerReachable();
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-8">
      <div className="grid w-full max-w-md gap-6">
        <Link to="/welcome" className="flex items-center gap-3 justify-self-start">
          <BrandMark size={32} />
          <span className="text-base font-semibold">
            <Trans>Sentinel Command Center</Trans>
          </span>
        </Link>
        {reachable ? null : (
          <Banner tone="warn">
            <Trans>The server is not answering. We keep trying; nothing you typed is lost.</Trans>
          </Banner>
        )}
        <div className="grid gap-6 rounded-lg border border-line bg-surface-1 p-5 sm:p-7">
          <div className="grid gap-1.5">
            <h1 className="text-xl font-semibold">{title}</h1>
            <p className="text-balance text-ink-soft">{intro}</p>
          </div>
          {children}
        </div>
        <nav aria-label={t`About Sentinel`} className="flex flex-wrap gap-x-5 text-sm text-ink-soft">
          {ABOUT.map(({ to, label }) => (
            <Link
              key={to}
              to={to}
              className="inline-flex min-h-8 items-center underline-offset-4 hover:text-ink hover:underline"
            >
              {label}
            </Link>
          ))}
        </nav>
      </div>
    </main>
  );
}
