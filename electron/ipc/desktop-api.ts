/** Facts a page may want to say about the computer it runs on. */
export interface DesktopInfo {
  readonly version: string;
  readonly platform: string;
  /** Address for other devices; null without a network. */
  readonly lanUrl: string | null;
  readonly autostart: boolean;
  readonly keepAwake: boolean;
}

/** Everything the dashboard can ask of the shell; there as `window.sentinelDesktop` in windows of the shell only. */
export interface DesktopApi {
  info(): Promise<DesktopInfo>;
  copyLanAddress(): Promise<void>;
  showQrCode(): Promise<void>;
  openDataFolder(): Promise<void>;
  openLogs(): Promise<void>;
  setAutostart(on: boolean): Promise<void>;
  setKeepAwake(on: boolean): Promise<void>;
  /** Shows the wall alone on a display; null ends that. */
  showWallOn(displayId: number | null): Promise<void>;
  restartServer(): Promise<void>;
}

export type Verb = keyof DesktopApi;

const channels: Readonly<Record<Verb, string>> = {
  info: 'sentinel:info',
  copyLanAddress: 'sentinel:copy-lan-address',
  showQrCode: 'sentinel:show-qr-code',
  openDataFolder: 'sentinel:open-data-folder',
  openLogs: 'sentinel:open-logs',
  setAutostart: 'sentinel:set-autostart',
  setKeepAwake: 'sentinel:set-keep-awake',
  showWallOn: 'sentinel:show-wall-on',
  restartServer: 'sentinel:restart-server',
};

/** Name of the channel of each verb. */
export const CHANNELS = Object.entries(channels) as readonly (readonly [Verb, string])[];
