import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import type { Target } from '../chromium/chromium.ts';
import type { Channel } from '../chromium/devtools.ts';
import { PageBridge } from '../chromium/page-bridge.ts';
import { performCall } from './ipc-main.ts';
import { PreventableEvent } from './preventable-event.ts';

type OpenHandler = Parameters<Electron.WebContents['setWindowOpenHandler']>[0];

/** Opens a window the open handler allowed. */
type OpenWindow = (url: string, options: Electron.BrowserWindowConstructorOptions) => void;

type Members = 'getURL' | 'reload' | 'setWindowOpenHandler';

/** The page of a window. */
export class WebContents extends EventEmitter implements Pick<Electron.WebContents, Members> {
  readonly #rights: Electron.WebPreferences;
  readonly #open: OpenWindow;
  #openHandler: OpenHandler = () => ({ action: 'allow' });
  #address = '';
  /** What the program itself asked to load, and nobody may refuse. */
  #own: string | undefined;
  #target: Target | undefined;
  #bridge: PageBridge | undefined;

  constructor(rights: Electron.WebPreferences, open: OpenWindow) {
    super();
    this.#rights = rights;
    this.#open = open;
  }

  getURL(): string {
    return this.#address;
  }

  reload(): void {
    void this.#channel.send('Page.reload').catch(() => undefined);
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler;
  }

  /** Takes over a page that has loaded nothing yet. */
  async attach(target: Target): Promise<void> {
    this.#target = target;
    const { channel } = target;
    this.#bridge = new PageBridge(channel, {
      preload: this.#rights.preload,
      javascript: this.#rights.javascript ?? true,
      onAddress: (url, isFailure) => this.#arrived(url, isFailure),
      onKey: (key) => this.emit('before-input-event', new PreventableEvent(), key),
      invoke: performCall,
    });
    channel.on('Inspector.targetCrashed', () =>
      this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 }),
    );
    channel.on('Page.windowOpen', ({ url }) => {
      const details = { url, frameName: '', features: '', disposition: 'new-window' };
      const verdict = this.#openHandler(details as Electron.HandlerDetails);
      if (verdict.action === 'allow') this.#open(url, verdict.overrideBrowserWindowOptions ?? {});
    });
    channel.on('Fetch.requestPaused', ({ requestId, frameId, request, redirectedRequestId }) => {
      const refused =
        frameId === target.id && this.#isRefused(request.url, redirectedRequestId !== undefined);
      // A refused page leaves the one that is there as it is.
      const answer = refused
        ? channel.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' })
        : channel.send('Fetch.continueRequest', { requestId });
      void answer.catch(() => undefined);
    });
    await this.#bridge.setup();
    await channel.send('Fetch.enable', { patterns: [{ resourceType: 'Document' }] });
  }

  /** Loads a page as the program asks for it. Rejects with Chromium's word for what went wrong. */
  async load(address: string): Promise<void> {
    const loaded = new Promise<void>((resolve) => {
      this.#channel.on('Page.loadEventFired', () => resolve());
    });
    this.#own = address;
    const { errorText, loaderId } = await this.#channel.send('Page.navigate', { url: address });
    if (errorText !== undefined) throw new Error(`${errorText.replace('net::', '')} loading '${address}'`);
    if (loaderId !== undefined) await loaded;
  }

  invokeFromInnerFrame(channel: string, args: readonly unknown[]): Promise<string> {
    if (this.#bridge === undefined) throw new Error('The page is not there yet.');
    return this.#bridge.invokeFromInnerFrame(channel, args);
  }

  get #channel(): Channel {
    if (this.#target === undefined) throw new Error('The window is not there yet.');
    return this.#target.channel;
  }

  #arrived(url: string, isFailure: boolean): void {
    this.#address = url;
    if (isFailure) this.emit('did-fail-load', {}, -102, 'ERR_CONNECTION_REFUSED', url, true);
    else this.emit('did-navigate', {}, url, 200);
  }

  #isRefused(url: string, redirected: boolean): boolean {
    if (!redirected && url === this.#own) {
      this.#own = undefined;
      return false;
    }
    const event = new PreventableEvent(url);
    this.emit(redirected ? 'will-redirect' : 'will-navigate', event);
    return event.defaultPrevented;
  }
}
