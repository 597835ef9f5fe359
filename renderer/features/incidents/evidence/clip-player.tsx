import { Trans } from '@lingui/react/macro';
import type { Evidence } from '../../../../server/contract/incidents/incidents.ts';
import { Banner } from '../../../components/banner.tsx';
import { useRecordedVideo } from '../../player/recorded-video.ts';
import { playlistUrl } from './evidence-file.ts';

/** Plays one clip. */
export function ClipPlayer({ piece, label }: { readonly piece: Evidence; readonly label: string }) {
  const { video, failed } = useRecordedVideo(playlistUrl(piece));
  return (
    <div className="grid gap-2">
      {failed ? (
        <Banner tone="bad">
          <Trans>This browser could not play the clip. Download it and open it in a video player.</Trans>
        </Banner>
      ) : null}
      {/* Camera recordings carry no speech track of their own to caption. */}
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption */}
      <video
        ref={video}
        controls
        autoPlay
        muted
        loop
        playsInline
        aria-label={label}
        data-testid="clip-player"
        className="aspect-video max-h-[70dvh] w-full rounded-sm bg-video"
      />
    </div>
  );
}
