/** One item of a menu, as people see it. */
export interface SeenItem {
  readonly label: string;
  readonly type: string;
  readonly enabled: boolean;
  readonly checked: boolean;
  readonly items: readonly SeenItem[];
}

export interface SeenWindow {
  readonly url: string;
  readonly visible: boolean;
  readonly kiosk: boolean;
  readonly bounds: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  };
}

/** Everything the person at the computer sees, and what the computer was asked for. */
export interface DesktopState {
  readonly windows: readonly SeenWindow[];
  /** Undefined before there is one, and after it went. */
  readonly tray:
    | { readonly toolTip: string; readonly picture: string; readonly menu: readonly SeenItem[] }
    | undefined;
  readonly applicationMenu: readonly SeenItem[];
  /** Open message boxes, the oldest first. */
  readonly dialogs: readonly {
    readonly message: string;
    readonly detail: string;
    readonly buttons: readonly string[];
  }[];
  readonly errorBoxes: readonly string[];
  readonly notifications: readonly { readonly title: string; readonly body: string }[];
  readonly openedUrls: readonly string[];
  readonly openedPaths: readonly string[];
  readonly clipboard: string;
  /** Number of wishes that the computer stay awake. */
  readonly awake: number;
  readonly aboutShown: number;
}

/** What a test does at the computer; each resolves when it was done, not when its effect is there. */
export interface DesktopCommands {
  state(): Promise<DesktopState>;
  /** Chooses an item of the tray's menu, by its label and those of the menus it is in. Fails when it is greyed out. */
  chooseInTray(...labels: string[]): Promise<void>;
  chooseInMenuBar(...labels: string[]): Promise<void>;
  clickTrayIcon(): Promise<void>;
  /** Presses a button of the oldest message box. */
  press(button: string): Promise<void>;
  clickNotification(title: string): Promise<void>;
  closeWindow(): Promise<void>;
  moveWindow(bounds: Partial<SeenWindow['bounds']>): Promise<void>;
  /** Loads an address past all rules, as if the window had been lured there. */
  lureWindowTo(address: string): Promise<void>;
  power(event: 'suspend' | 'resume' | 'shutdown'): Promise<void>;
  /** The computer sleeps, wakes up now, and finds that so much time has passed (ms). */
  sleepFor(ms: number): Promise<void>;
  /** Something fails in the middle of the server and nobody catches it. */
  breakServer(): Promise<void>;
}
