import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { OFF_SCREEN, type Target } from '../chromium/chromium.ts';
import { app } from './application.ts';
import { PreventableEvent } from './preventable-event.ts';
import { screen } from './screen.ts';
import { WebContents } from './web-contents.ts';
import { windowSystem } from './window-system.ts';

type Members =
  | 'close'
  | 'destroy'
  | 'focus'
  | 'getBounds'
  | 'getNormalBounds'
  | 'getTitle'
  | 'hide'
  | 'isDestroyed'
  | 'isFullScreen'
  | 'isKiosk'
  | 'isMaximized'
  | 'isMinimized'
  | 'isVisible'
  | 'loadURL'
  | 'maximize'
  | 'minimize'
  | 'restore'
  | 'setBounds'
  | 'setFullScreen'
  | 'show';

const open: BrowserWindow[] = [];

/** A real Chromium window. Without a window manager on its display, "hidden" means beyond the edge of the screen. */
export class BrowserWindow extends EventEmitter implements Pick<Electron.BrowserWindow, Members> {
  readonly webContents: WebContents;
  readonly #options: Electron.BrowserWindowConstructorOptions;
  #target: Target | undefined;
  /** Work on the real window, one thing after the other. */
  #turn: Promise<unknown>;
  #bounds: Electron.Rectangle;
  #visible = false;
  #minimized = false;
  #maximized = false;
  #destroyed = false;

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super();
    this.#options = options;
    const { width = 800, height = 600 } = options;
    const { x, y } = { ...screen.centred(width, height), ...options };
    this.#bounds = { x, y, width, height };
    this.webContents = new WebContents(options.webPreferences ?? {}, (url, theirs) => {
      new BrowserWindow(theirs).loadURL(url).catch(() => undefined);
    });
    open.push(this);
    app.emit('web-contents-created', new PreventableEvent(), this.webContents);
    app.emit('browser-window-created', new PreventableEvent(), this);
    this.#turn = this.#attach();
    if (options.show !== false) this.show();
  }

  static getAllWindows(): BrowserWindow[] {
    return [...open];
  }

  getTitle(): string {
    return this.#options.title ?? '';
  }

  isKiosk(): boolean {
    return this.#options.kiosk === true;
  }

  isVisible(): boolean {
    return this.#visible;
  }

  /** Nothing but kiosk windows fills a display here. */
  isFullScreen(): boolean {
    return false;
  }

  setFullScreen(): void {
    this.emit('leave-full-screen');
  }

  isMinimized(): boolean {
    return this.#minimized;
  }

  isMaximized(): boolean {
    return this.#maximized;
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  getBounds(): Electron.Rectangle {
    return this.#maximized ? screen.of(this.#bounds).workArea : this.#bounds;
  }

  getNormalBounds(): Electron.Rectangle {
    return this.#bounds;
  }

  setBounds(bounds: Partial<Electron.Rectangle>): void {
    this.#bounds = { ...this.#bounds, ...bounds };
    this.#place();
    this.emit('move');
    this.emit('resize');
  }

  async loadURL(address: string): Promise<void> {
    await this.#turn;
    await this.webContents.load(address);
  }

  show(): void {
    this.#visible = true;
    this.#minimized = false;
    this.#place();
  }

  hide(): void {
    this.#visible = false;
    this.#place();
  }

  minimize(): void {
    this.#minimized = true;
    this.#place();
  }

  restore(): void {
    this.#minimized = false;
    this.#place();
  }

  maximize(): void {
    this.#maximized = true;
    this.show();
  }

  focus(): void {
    this.#do(async ({ channel }) => {
      await channel.send('Page.bringToFront');
    });
    this.emit('focus');
  }

  /** As by its close button. */
  close(): void {
    const event = new PreventableEvent();
    this.emit('close', event);
    if (!event.defaultPrevented) this.destroy();
  }

  destroy(): void {
    if (this.#destroyed) return;
    this.#do(async ({ id }) => {
      const chromium = await windowSystem.running();
      await chromium?.channel.send('Target.closeTarget', { targetId: id });
    });
    this.#left();
  }

  #left(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    open.splice(open.indexOf(this), 1);
    this.emit('closed');
  }

  async #attach(): Promise<void> {
    const target = await windowSystem.open();
    this.#target = target;
    void target.gone.then(() => this.#left());
    await this.webContents.attach(target);
  }

  #place(): void {
    this.#do(async ({ channel, id }) => {
      const { windowId } = await channel.send('Browser.getWindowForTarget', { targetId: id });
      const { x: left, y: top, width, height } = this.getBounds();
      const shown = this.#visible && !this.#minimized;
      const bounds = shown ? { left, top, width, height } : { ...OFF_SCREEN, width, height };
      await channel.send('Browser.setWindowBounds', { windowId, bounds });
    });
  }

  #do(work: (target: Target) => Promise<void>): void {
    this.#turn = this.#inTurn(this.#turn, work);
  }

  async #inTurn(before: Promise<unknown>, work: (target: Target) => Promise<void>): Promise<void> {
    await before;
    // A window that is being closed cannot be moved any more.
    if (this.#target !== undefined) await work(this.#target).catch(() => undefined);
  }
}
