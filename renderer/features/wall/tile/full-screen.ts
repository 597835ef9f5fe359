/** Shows one element on the whole screen, or leaves full screen. Browsers may refuse; then nothing happens. */
export function toggleFullScreen(element: HTMLElement | null): void {
  const done = document.fullscreenElement === null ? element?.requestFullscreen() : document.exitFullscreen();
  done?.catch(() => undefined);
}
