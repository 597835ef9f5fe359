import { app } from 'electron';

export const LINK_SCHEME = 'sentinel';

const CAMERA_ID = /^[\w.:-]{1,200}$/;

/** Path in the dashboard of `sentinel://camera/<id>`; undefined for every other address. */
export function pathOfLink(link: string): string | undefined {
  const url = URL.canParse(link) ? new URL(link) : undefined;
  if (url?.protocol !== `${LINK_SCHEME}:` || url.hostname !== 'camera') return undefined;
  const id = url.pathname.replace(/^\//, '').replace(/\/$/, '');
  return CAMERA_ID.test(id) ? `/cameras/${encodeURIComponent(id)}` : undefined;
}

/** Makes this program the one that opens our links, and passes on those macOS hands over as events. */
export function setupDeepLinks(open: (path: string) => void): void {
  // Windows puts the link last: what it may hold beside itself is no switch of Chromium then. A program that is not
  // installed is not registered, because what would be started is a bare Electron.
  if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME, process.execPath, ['--']);
  app.on('open-url', (event, link) => {
    event.preventDefault();
    const path = pathOfLink(link);
    if (path !== undefined) open(path);
  });
}
