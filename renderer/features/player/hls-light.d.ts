// The light build (no subtitles, DRM or alternate audio) has the same programming interface.
declare module 'hls.js/light' {
  export * from 'hls.js';
  export { default } from 'hls.js';
}
