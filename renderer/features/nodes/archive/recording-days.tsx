import { formats } from '../../../hooks/format.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Play } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { RecordingDay } from '../../../../server/contract/fleet/recording.ts';
import { Loading } from '../../../components/loading.tsx';
import { Button } from '../../../components/button.tsx';
import { Card } from '../../../components/page.tsx';
import { byCamera, dayWords } from './day-words.ts';

const DayPlayer = lazy(async () => ({ default: (await import('./day-player.tsx')).DayPlayer }));

interface Props {
  readonly nodeId: string;
  readonly days: readonly RecordingDay[];
  readonly names: ReadonlyMap<string, string>;
  /** The node hands its recordings out. */
  readonly playable: boolean;
}

/** Recordings by camera, the newest day first, with a player. */
export function RecordingDays({ nodeId, days, names, playable }: Props) {
  const [playing, setPlaying] = useState<RecordingDay | null>(null);
  return (
    <div className="grid gap-4">
      {playing === null ? null : (
        <Suspense fallback={<Loading />}>
          <DayPlayer
            key={`${playing.camera_id} ${playing.date}`}
            nodeId={nodeId}
            day={playing}
            name={names.get(playing.camera_id) ?? playing.camera_id}
            onClose={() => setPlaying(null)}
          />
        </Suspense>
      )}
      {byCamera(days).map(([cameraId, list]) => (
        <Card key={cameraId} className="grid gap-1">
          <h2 className="truncate text-base font-semibold">{names.get(cameraId) ?? cameraId}</h2>
          <ul className="divide-y">
            {list.map((day) => (
              <li key={day.date} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2 last:pb-0">
                <span className="min-w-0 flex-1 basis-40 font-medium">{dayWords(day.date)}</span>
                <span className="text-ink-soft">{formats.bytes(day.total_size_bytes)}</span>
                <Button
                  disabled={!playable}
                  aria-label={t`Play ${names.get(cameraId) ?? cameraId}, ${dayWords(day.date)}`}
                  onClick={() => setPlaying(day)}
                >
                  <Play size={16} aria-hidden="true" />
                  <Trans>Play</Trans>
                </Button>
              </li>
            ))}
          </ul>
        </Card>
      ))}
    </div>
  );
}
