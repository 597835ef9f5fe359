import type { Health } from '../server/health.ts';
import type { ServerState } from '../server/server-host.ts';
import type { RunElsewhere, UpdateState } from './update-state.ts';

/** Everything the menus show, at one moment. */
export interface MenuFacts {
  readonly state: ServerState;
  readonly health: Health | undefined;
  readonly url: string | undefined;
  readonly lanUrl: string | undefined;
  /** Asked for when the owner's account is made on another device; undefined once there is one. */
  readonly setupCode: string | undefined;
  readonly autostart: boolean;
  readonly keepAwake: boolean;
  /** Whether this computer makes the server known in the network. */
  readonly announced: boolean;
  readonly displays: readonly { readonly id: number; readonly name: string }[];
  readonly kioskDisplay: number | null;
  readonly canBackUp: boolean;
  readonly update: UpdateState;
  /** Undefined while the server runs in this program, or nowhere. */
  readonly elsewhere: RunElsewhere | undefined;
  /** Undefined where a service cannot be installed. */
  readonly runsAsService: boolean | undefined;
}

/** What menus, pages and dialogs can set off. */
export interface ShellActions {
  openDashboard(path?: string): Promise<void>;
  copyLanAddress(): Promise<void>;
  copySetupCode(): Promise<void>;
  showQrCode(): Promise<void>;
  openInBrowser(): Promise<void>;
  setAutostart(on: boolean): Promise<void>;
  setKeepAwake(on: boolean): Promise<void>;
  setAnnounced(on: boolean): Promise<void>;
  showWallOn(displayId: number | null): Promise<void>;
  setService(on: boolean): Promise<void>;
  openDataFolder(): Promise<void>;
  openLogs(): Promise<void>;
  backUpNow(): Promise<void>;
  checkForUpdates(): Promise<void>;
  installUpdate(): Promise<void>;
  restartServer(): Promise<void>;
  showAbout(): Promise<void>;
  quit(): Promise<void>;
}
