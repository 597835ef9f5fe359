import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { ArrowRight } from 'lucide-react';
import { Link } from 'react-router';
import { Card } from '../../../components/page.tsx';
import { useSession } from '../../../session/session-context.ts';
import { ButtonLink } from '../shell/button-link.tsx';
import { Part, usePageTitle, useStartingPoint } from '../shell/public-page.tsx';
import { PROMISES } from './promises.ts';
import { WallPicture } from './wall-picture.tsx';

const PARTS = [
  {
    title: t`One computer that stays on`,
    text: t`It runs Sentinel. An old PC under the counter will do.`,
  },
  {
    title: t`A camera computer for each place`,
    text: t`It has the cameras plugged in, keeps the recordings and sends live video over your network.`,
  },
  {
    title: t`Any browser`,
    text: t`On the shop’s PC, a second screen, a tablet or a phone. Nothing to install there.`,
  },
] as const;

const ABILITIES = [
  t`Live wall with groups, full view and the last minute to look at again`,
  t`Recording always, by schedule or not at all, for each camera`,
  t`Motion on a timeline, camera by camera`,
  t`Incidents with pictures, clips and a report that can be handed on`,
  t`Alerts behind a bell, by mail and to other programs`,
  t`AI agents may look, if you give them a key, and only as far as it allows`,
] as const;

function Hero() {
  const { config, me } = useSession();
  return (
    <section className="grid items-center gap-8 lg:grid-cols-[minmax(0,5fr)_minmax(0,7fr)] lg:gap-10">
      <div className="grid content-start gap-5">
        <h1 className="text-xl font-semibold lg:text-[2.5rem] lg:leading-[1.15]">
          <Trans>See all your cameras. Now, and at home.</Trans>
        </h1>
        <p className="max-w-prose text-base text-ink-soft">
          <Trans>
            Sentinel is a live wall for the cameras of your shop, office or house. It runs on a computer of
            yours, needs no cloud, and keeps working when the internet is down.
          </Trans>
        </p>
        <div className="flex flex-wrap gap-3">
          {config.setup_required ? (
            <ButtonLink to="/setup">
              <Trans>Set it up</Trans>
            </ButtonLink>
          ) : (
            <ButtonLink to={me === null ? '/sign-in' : '/'}>
              {me === null ? t`Sign in` : t`Open dashboard`}
              <ArrowRight size={18} aria-hidden="true" />
            </ButtonLink>
          )}
          <ButtonLink to="/docs" look="plain">
            <Trans>How it works</Trans>
          </ButtonLink>
        </div>
        {config.mode === 'local' ? (
          <p className="text-ink-soft">
            <Trans>
              Self-hosted: no plan needed.{' '}
              <Link to="/pricing" className="font-medium text-accent underline">
                What that means
              </Link>
            </Trans>
          </p>
        ) : null}
      </div>
      <WallPicture />
    </section>
  );
}

function Promises() {
  return (
    <Part title={t`What you can rely on`}>
      <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
        {PROMISES.map(({ icon: Icon, title, text }) => (
          <li key={title} className="grid">
            <Card className="grid content-start gap-2">
              <Icon size={22} aria-hidden="true" className="text-accent" />
              <h3 className="text-base font-semibold">{title}</h3>
              <p className="text-ink-soft">{text}</p>
            </Card>
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Needed() {
  return (
    <Part title={t`What it takes`}>
      <ol className="grid gap-5 sm:grid-cols-3">
        {PARTS.map(({ title, text }, index) => (
          <li key={title} className="grid content-start gap-1.5 border-t-2 border-accent pt-4">
            <span className="text-sm font-semibold text-accent">
              <Trans>Part {index + 1}</Trans>
            </span>
            <h3 className="text-base font-semibold">{title}</h3>
            <p className="text-ink-soft">{text}</p>
          </li>
        ))}
      </ol>
    </Part>
  );
}

function Abilities() {
  return (
    <Part title={t`What it does`}>
      <ul className="grid gap-x-8 gap-y-2.5 text-base sm:grid-cols-2">
        {ABILITIES.map((text) => (
          <li key={text} className="flex gap-3">
            <span aria-hidden="true" className="mt-2 size-2 shrink-0 rounded-full bg-accent" />
            {text}
          </li>
        ))}
      </ul>
      <p className="text-ink-soft">
        <Trans>
          How it keeps strangers out stands under{' '}
          <Link to="/security" className="font-medium text-accent underline">
            Security
          </Link>
          , each claim with the test that proves it.
        </Trans>
      </p>
    </Part>
  );
}

/** What this is, for somebody who has never seen it. */
export function WelcomePage() {
  usePageTitle(t`See all your cameras`);
  useStartingPoint();
  return (
    <article className="grid grid-cols-[minmax(0,1fr)] gap-12 sm:gap-16">
      <Hero />
      <Promises />
      <Needed />
      <Abilities />
    </article>
  );
}
