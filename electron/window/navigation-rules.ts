import { app, BrowserWindow, session, shell, type WebContents } from 'electron';
import type { Logger } from 'pino';
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

/** What a frame shows before it shows anything. */
function isEmptyPage(address: string): boolean {
  return address === 'about:blank' || address === 'about:srcdoc';
}

/** The dashboard asks for these alone; everything else a page might ask for is refused. */
const GRANTED = new Set(['fullscreen', 'clipboard-sanitized-write', 'screen-wake-lock']);

export function isGranted(permission: string, requester: string, ownOrigin: string | undefined): boolean {
  return ownOrigin !== undefined && originOf(requester) === ownOrigin && GRANTED.has(permission);
}

export interface NavigationDeps {
  readonly ownOrigin: () => string | undefined;
  readonly preload: string;
  readonly log: Logger;
}

/** Windows of ours there may be; a page that opens more has gone wrong. */
const MOST_WINDOWS = 12;
/** Addresses handed to the system's browser within a minute; a page that hands over more has gone wrong. */
const MOST_LINKS = 10;
const MINUTE_MS = 60_000;

/** Opens addresses in the system's browser. */
class OutsideLinks {
  readonly #log: Logger;
  #lately: readonly number[] = [];

  constructor(log: Logger) {
    this.#log = log;
  }

  open(address: string): void {
    const now = performance.now();
    this.#lately = this.#lately.filter((at) => now - at < MINUTE_MS);
    if (this.#lately.length >= MOST_LINKS) {
      this.#log.warn('A page wants to open too many addresses; they are not opened');
      return;
    }
    this.#lately = [...this.#lately, now];
    shell.openExternal(address).catch((error: unknown) => {
      this.#log.warn({ err: error }, 'The system has no program for a link');
    });
  }
}

function guard(contents: WebContents, { ownOrigin, preload }: NavigationDeps, links: OutsideLinks): void {
  /** A page may always load itself again; while the server is away that is no reason to open a browser. */
  const isItself = (address: string): boolean => originOf(address) === originOf(contents.getURL());
  const leave = (event: { readonly url: string; preventDefault(): void }): void => {
    const verdict = judgeAddress(event.url, ownOrigin());
    if (verdict === 'own') return;
    event.preventDefault();
    if (verdict === 'browser' && !isItself(event.url)) links.open(event.url);
  };
  contents.on('will-navigate', leave);
  contents.on('will-redirect', leave);
  // The page's policy says which sites frames may show; other programs are started by no frame.
  contents.on('will-frame-navigate', (event) => {
    const isInner = !event.isMainFrame;
    if (isInner && judgeAddress(event.url, ownOrigin()) === 'refuse' && !isEmptyPage(event.url))
      event.preventDefault();
  });
  // The person chose to leave, or the window goes: nothing a page says may stop that.
  contents.on('will-prevent-unload', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    const verdict = judgeAddress(url, ownOrigin());
    if (verdict === 'browser') links.open(url);
    if (verdict !== 'own' || BrowserWindow.getAllWindows().length >= MOST_WINDOWS) return { action: 'deny' };
    return {
      action: 'allow',
      overrideBrowserWindowOptions: { autoHideMenuBar: true, webPreferences: pageRights(preload) ?? {} },
    };
  });
}

/** Keeps every page inside our own address and without rights of its own. Call before the first window. */
export function setupNavigationRules(deps: NavigationDeps): void {
  const links = new OutsideLinks(deps.log);
  app.on('web-contents-created', (_event, contents) => guard(contents, deps, links));
  // By itself Electron would show any site the first certificate of the person.
  app.on('select-client-certificate', (event, _contents, _url, _list, choose) => {
    event.preventDefault();
    choose();
  });
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
