import { memo, type RefObject, useEffect } from 'react';

interface Props {
  readonly video: RefObject<HTMLVideoElement | null>;
  readonly poster: RefObject<HTMLCanvasElement | null>;
  readonly muted: boolean;
  readonly label: string;
  /** Draws the picture weaker, so that an old one is not mistaken for a live one. */
  readonly stale: boolean;
}

/** The moving picture, over a still that shows the last picture while a player is rebuilt. */
export const LiveVideo = memo(function LiveVideo({ video, poster, muted, label, stale }: Props) {
  useEffect(() => {
    // React does not keep `muted` in sync as a property, and playing without a click depends on it.
    if (video.current !== null) video.current.muted = muted;
  }, [video, muted]);
  return (
    <>
      <canvas
        ref={poster}
        width={16}
        height={9}
        aria-hidden="true"
        className="absolute inset-0 size-full object-contain"
      />
      <video
        ref={video}
        muted
        playsInline
        disablePictureInPicture
        disableRemotePlayback
        tabIndex={-1}
        aria-label={label}
        className="absolute inset-0 size-full object-contain"
      />
      {stale ? <div aria-hidden="true" className="absolute inset-0 bg-video/65" /> : null}
    </>
  );
});
