import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { system } from '../../../../server/contract/system.ts';
import { call } from '../../../api/client.ts';
import { ApiError } from '../../../api/errors.ts';
import { Banner } from '../../../components/banner.tsx';
import { Chip } from '../../../components/chip.tsx';
import { Loading } from '../../../components/loading.tsx';
import { Card } from '../../../components/page.tsx';
import { agoTime, useNow } from '../../../hooks/time.ts';
import { PublicPage } from '../shell/public-page.tsx';
import {
  allParts,
  clockAdvice,
  type OverallWords,
  overallWords,
  type PartWords,
  taskWords,
} from './status-words.ts';

const EVERY_MS = 15_000;

function Headline({ words, children }: { readonly words: OverallWords; readonly children: string }) {
  return (
    <Card className="grid gap-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h2 aria-live="polite" className="text-lg font-semibold">
          {words.title}
        </h2>
        <Chip tone={words.tone}>{words.tone === 'live' ? t`All well` : t`Look below`}</Chip>
      </div>
      <p className="max-w-prose">{words.text}</p>
      <p className="text-ink-soft">{children}</p>
    </Card>
  );
}

function PartRow({ title, meaning, tone, state, advice }: PartWords) {
  return (
    <li className="grid gap-1.5 py-4 first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <h3 className="text-base font-semibold">{title}</h3>
        <Chip tone={tone}>{state}</Chip>
      </div>
      <p className="text-ink-soft">{meaning}</p>
      {advice === null ? null : <p className="max-w-prose font-medium">{advice}</p>}
    </li>
  );
}

/** What to say when there is no state to show. */
function Silence({ error }: { readonly error: Error }) {
  if (error instanceof ApiError)
    return (
      <Banner tone="bad">
        <Trans>
          The server answers, but cannot tell how it is. If this stays for a few minutes, restart it.
        </Trans>
      </Banner>
    );
  return (
    <Banner tone="bad">
      <Trans>
        The server does not answer. Check that its computer is switched on and that this device is on the same
        network. This page asks again by itself.
      </Trans>
    </Banner>
  );
}

function useHealth() {
  return useQuery({
    queryKey: ['health-detailed'],
    queryFn: async () => ({ health: await call(system.detailed), askedAt: Date.now() }),
    refetchInterval: EVERY_MS,
    refetchIntervalInBackground: false,
    retry: false,
  });
}

function State() {
  const { data, error } = useHealth();
  const now = useNow(1000);
  if (error !== null) return <Silence error={error} />;
  if (data === undefined) return <Loading label={t`Asking the server how it is…`} />;
  const { health, askedAt } = data;
  const clock = clockAdvice(health.time, askedAt);
  // What runs for a while is told by this device's clock, whatever the server's says.
  const since = askedAt - health.uptime_seconds * 1000;
  return (
    <>
      <Headline words={overallWords(health.status)}>
        {t`Asked ${agoTime(askedAt, now)}. Version ${health.version}, started ${agoTime(since, now)}.`}
      </Headline>
      {clock === null ? null : <Banner tone="warn">{clock}</Banner>}
      <Card>
        <ul aria-label={t`Parts of the server`} className="divide-y">
          {[...allParts(health.checks), taskWords(health.loops)].map((part) => (
            <PartRow key={part.name} {...part} />
          ))}
        </ul>
      </Card>
    </>
  );
}

/** How this installation is, for everybody, in plain words. */
export function StatusPage() {
  return (
    <PublicPage
      title={t`Status`}
      intro={t`How this installation is right now. The page asks again every 15 seconds.`}
    >
      <State />
    </PublicPage>
  );
}
