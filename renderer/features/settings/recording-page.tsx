import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { settings } from '../../../server/contract/settings.ts';
import { call } from '../../api/client.ts';
import { messageOf } from '../../api/errors.ts';
import { camerasQuery, settingsQuery } from '../../api/queries.ts';
import { Banner } from '../../components/banner.tsx';
import { Button } from '../../components/button.tsx';
import { Combobox } from '../../components/input/combobox.tsx';
import { Loading } from '../../components/loading.tsx';
import { Card, Page } from '../../components/page.tsx';
import { formatsOf } from '../../hooks/format.ts';
import { useNow } from '../../hooks/time.ts';
import { formatLocale } from '../../language/language.ts';
import { RecordingChip } from '../wall/recording/recording-form.tsx';
import { policyWords } from '../wall/recording/policy-draft.ts';

function zones(): readonly string[] {
  const known = Intl.supportedValuesOf('timeZone');
  return known.includes('UTC') ? known : ['UTC', ...known];
}

/** Day and time there; null for a zone this browser does not know. */
function timeIn(zone: string, now: number): string | null {
  try {
    return formatsOf(formatLocale, zone).moment(now, now);
  } catch {
    return null;
  }
}

function TimeZone({ zone }: { readonly zone: string }) {
  const client = useQueryClient();
  const now = useNow(10_000);
  const save = useMutation({
    mutationFn: (timezone: string) => call(settings.timezone, { body: { timezone } }),
    onSuccess: () => client.invalidateQueries({ queryKey: settingsQuery.queryKey }),
  });
  const shown = save.isPending ? save.variables : zone;
  const own = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const there = timeIn(shown, now);
  return (
    <Card className="grid gap-4">
      <h2 className="text-base font-semibold">
        <Trans>Time zone</Trans>
      </h2>
      <div className="max-w-md">
        <Combobox
          label={t`Time zone of this place`}
          options={zones()}
          value={shown}
          disabled={save.isPending}
          error={save.isError ? messageOf(save.error) : undefined}
          hint={t`Type a city or a country’s capital. Recording schedules follow it, daylight saving time included.`}
          onChoose={(next) => save.mutate(next)}
        />
      </div>
      {there === null ? null : (
        <output className="text-ink-soft">
          <Trans>
            It is <strong className="text-ink">{there}</strong> there now.
          </Trans>
        </output>
      )}
      {own === shown || own === '' ? null : (
        <Button className="justify-self-start" onClick={() => save.mutate(own)}>
          <Trans>Use the time zone of this device: {own}</Trans>
        </Button>
      )}
    </Card>
  );
}

function Policies() {
  const { data = [] } = useQuery(camerasQuery);
  return (
    <Card className="grid gap-2">
      <h2 className="text-base font-semibold">
        <Trans>What is recorded</Trans>
      </h2>
      <p className="max-w-prose text-ink-soft">
        <Trans>
          Recordings stay on the node’s own disk; the oldest make room when its share is full. Open a camera
          to change when it records.
        </Trans>
      </p>
      {data.length === 0 ? (
        <p className="text-ink-soft">
          <Trans>There are no cameras yet.</Trans>
        </p>
      ) : null}
      <ul className="divide-y" aria-label={t`Recording by camera`}>
        {data.map((camera) => (
          <li key={camera.camera_id} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2.5 last:pb-0">
            <Link
              to={`/cameras/${encodeURIComponent(camera.camera_id)}`}
              className="min-w-0 flex-1 basis-40 truncate font-medium hover:underline"
            >
              {camera.name}
            </Link>
            <span className="text-ink-soft">{policyWords(camera.recording_policy)}</span>
            <span className="flex sm:w-34">
              <RecordingChip camera={camera} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** When cameras record, and in which time zone that is meant. */
export function RecordingPage() {
  const { data, error, isPending } = useQuery(settingsQuery);
  return (
    <Page title={t`Recording`} intro={t`Which cameras record, and the clock their schedules follow.`}>
      {isPending ? <Loading /> : null}
      {error === null ? null : <Banner tone="bad">{messageOf(error)}</Banner>}
      {data === undefined ? null : <TimeZone zone={data.timezone} />}
      <Policies />
    </Page>
  );
}
