const MAX_WIDTH = 1280;

/** Copies the picture on screen to a still, because destroying a session blanks the video. */
export function keepPicture(video: HTMLVideoElement, still: HTMLCanvasElement): void {
  const { videoWidth, videoHeight } = video;
  if (videoWidth === 0) return;
  still.width = Math.min(videoWidth, MAX_WIDTH);
  still.height = Math.round((still.width * videoHeight) / videoWidth);
  still.getContext('2d')?.drawImage(video, 0, 0, still.width, still.height);
}
