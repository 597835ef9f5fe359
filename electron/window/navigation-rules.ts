import { app, session, shell, type WebContents } from 'electron';
import { originOf } from '../ipc/origin.ts';
import { pageRights } from './window-options.ts';

/** What becomes of an address a page wants to go to or open. */
export function judgeAddress(address: string, ownOrigin: string | undefined): 'own' | 'browser' | 'refuse' {
  const origin = originOf(address);
  if (origin === undefined) return 'refuse';
  if (origin === ownOrigin) return 'own';
  // A picture made by the page itself has our origin and no http address.
  return /^https?:\/\//i.test(address) ? 'browser' : 'refuse';
}

/** The dashboard asks for these alone; everything else a page might ask for is refused. */
const GRANTED = new Set(['fullscreen', 'clipboard-sanitized-write', 'screen-wake-lock']);

export function isGranted(permission: string, requester: string, ownOrigin: string | undefined): boolean {
  return ownOrigin !== undefined && originOf(requester) === ownOrigin && GRANTED.has(permission);
}

export interface NavigationDeps {
  readonly ownOrigin: () => string | undefined;
  readonly preload: string;
}

function guard(contents: WebContents, { ownOrigin, preload }: NavigationDeps): void {
  const leave = (event: { readonly url: string; preventDefault(): void }): void => {
    const verdict = judgeAddress(event.url, ownOrigin());
    if (verdict === 'own') return;
    event.preventDefault();
    if (verdict === 'browser') void shell.openExternal(event.url);
  };
  contents.on('will-navigate', leave);
  contents.on('will-redirect', leave);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    const verdict = judgeAddress(url, ownOrigin());
    if (verdict === 'browser') void shell.openExternal(url);
    if (verdict !== 'own') return { action: 'deny' };
    return {
      action: 'allow',
      overrideBrowserWindowOptions: { autoHideMenuBar: true, webPreferences: pageRights(preload) ?? {} },
    };
  });
}

/** Keeps every page inside our own address and without rights of its own. Call before the first window. */
export function setupNavigationRules(deps: NavigationDeps): void {
  app.on('web-contents-created', (_event, contents) => guard(contents, deps));
}

/** Answers what pages may use of the computer. Call once the app is ready. */
export function setupPermissions(ownOrigin: () => string | undefined): void {
  session.defaultSession.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl }) => {
    answer(isGranted(permission, requestingUrl, ownOrigin()));
  });
  session.defaultSession.setPermissionCheckHandler((_contents, permission, requester) =>
    isGranted(permission, requester, ownOrigin()),
  );
}
