import type { DesktopApi } from '../ipc/desktop-api.ts';
import type { ShellActions } from '../menu/facts.ts';
import type { ServerHost } from '../server/server-host.ts';
import type { SettingsFile } from '../settings/settings-file.ts';

export interface ShellApiDeps {
  readonly actions: ShellActions;
  readonly host: ServerHost;
  readonly settings: SettingsFile;
  readonly version: string;
  readonly platform: NodeJS.Platform;
}

/** The part of the shell that pages may use. Quitting, backups and updates stay with the menu. */
export function shellApi({ actions, host, settings, version, platform }: ShellApiDeps): DesktopApi {
  return {
    info: async () => ({
      version,
      platform,
      lanUrl: host.lanUrl ?? null,
      autostart: settings.current.autostart,
      keepAwake: settings.current.keepAwake,
    }),
    copyLanAddress: () => actions.copyLanAddress(),
    showQrCode: () => actions.showQrCode(),
    openDataFolder: () => actions.openDataFolder(),
    openLogs: () => actions.openLogs(),
    setAutostart: (on) => actions.setAutostart(on),
    setKeepAwake: (on) => actions.setKeepAwake(on),
    showWallOn: (displayId) => actions.showWallOn(displayId),
    restartServer: () => actions.restartServer(),
  };
}
