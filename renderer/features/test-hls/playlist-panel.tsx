import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { messageOf } from '../../api/errors.ts';
import { Banner } from '../../components/banner.tsx';
import { CopyText } from '../../components/copy-text.tsx';
import { Card } from '../../components/page.tsx';
import { clockTime } from '../../hooks/time.ts';
import { type PlaylistAnswer, playlistQuery } from './playlist-query.ts';

interface Props {
  readonly cameraId: string;
  readonly running: boolean;
}

function answerWords({ segments, tookMs }: PlaylistAnswer, at: number): string {
  const time = clockTime(at);
  const ms = Math.round(tookMs);
  return plural(segments, {
    one: `Of ${time}, # segment, answered in ${ms} ms`,
    other: `Of ${time}, # segments, answered in ${ms} ms`,
  });
}

/** The playlist as the server answers it, refreshed while the test runs. */
export function PlaylistPanel({ cameraId, running }: Props) {
  const { data, error, dataUpdatedAt } = useQuery(playlistQuery(cameraId, running));
  return (
    <Card className="grid gap-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h2 className="text-base font-semibold">
          <Trans>Playlist</Trans>
        </h2>
        <span className="text-ink-soft empty:hidden">
          {data === undefined ? '' : answerWords(data, dataUpdatedAt)}
        </span>
      </div>
      {error === null ? null : <Banner tone="bad">{messageOf(error)}</Banner>}
      {data === undefined && error === null ? (
        <p className="text-ink-soft">
          <Trans>Start the test to see the playlist. It is refreshed every two seconds.</Trans>
        </p>
      ) : null}
      {data === undefined ? null : <CopyText label={t`Playlist text`} text={data.text.trimEnd()} rows={8} />}
    </Card>
  );
}
