import { t } from '@lingui/core/macro';
import { X } from 'lucide-react';
import type { RecordingDay } from '../../../../server/contract/fleet/recording.ts';
import { Banner } from '../../../components/banner.tsx';
import { IconButton } from '../../../components/button.tsx';
import { useRecordedVideo } from '../../player/recorded-video.ts';
import { dayUrl } from './archive-queries.ts';
import { dayWords } from './day-words.ts';

interface Props {
  readonly nodeId: string;
  readonly day: RecordingDay;
  readonly name: string;
  readonly onClose: () => void;
}

const FAILED = t`The node did not hand out this recording. It may be switched off, or has just made room.`;

/** One camera's recording of one day. */
export function DayPlayer({ nodeId, day, name, onClose }: Props) {
  const { video, failed } = useRecordedVideo(dayUrl(nodeId, day.camera_id, day.date));
  return (
    <section className="overflow-hidden rounded-lg border bg-surface-1" aria-label={t`Recording of ${name}`}>
      <div className="flex items-center gap-3 py-1.5 pr-1.5 pl-4">
        <h2 className="min-w-0 flex-1 truncate text-base font-semibold">
          {name} · {dayWords(day.date)}
        </h2>
        <IconButton label={t`Close the player`} onClick={onClose}>
          <X size={18} aria-hidden="true" />
        </IconButton>
      </div>
      {failed ? <Banner tone="bad">{FAILED}</Banner> : null}
      {/* Camera recordings carry no speech track of their own to caption. */}
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption */}
      <video
        ref={video}
        controls
        autoPlay
        muted
        playsInline
        data-testid="day-player"
        className="aspect-video max-h-[70dvh] w-full bg-video"
      />
    </section>
  );
}
