import { screen } from 'electron';
import type { MenuFacts } from '../menu/facts.ts';
import type { Updates } from '../menu/update-state.ts';
import type { ServerHost } from '../server/server-host.ts';
import type { SettingsFile } from '../settings/settings-file.ts';
import { isAttached } from '../service/attached-server.ts';
import { displayName } from '../window/kiosk-window.ts';
import type { Service } from './actions.ts';

export interface ShellFactsDeps {
  readonly host: ServerHost;
  readonly settings: SettingsFile;
  readonly updates: Updates;
  readonly service: Service | undefined;
}

/** Gathers what the menus show. What must be asked for is asked beforehand and kept. */
export class ShellFacts {
  readonly #deps: ShellFactsDeps;
  #setupCode: string | undefined;
  #runsAsService: boolean | undefined;

  constructor(deps: ShellFactsDeps) {
    this.#deps = deps;
  }

  get setupCode(): string | undefined {
    return this.#setupCode;
  }

  /** Asks again for what is kept; call when the server began to run, and while a setup code is shown. */
  async renew(): Promise<void> {
    this.#setupCode = await this.#deps.host.server?.setupCode();
    this.#runsAsService = await this.#deps.service?.installed();
  }

  now(): MenuFacts {
    const { host, settings, updates } = this.#deps;
    const { autostart, keepAwake, kioskDisplay, mdns } = settings.current;
    return {
      state: host.state,
      health: host.health,
      url: host.url,
      lanUrl: host.lanUrl,
      setupCode: this.#setupCode,
      autostart,
      keepAwake,
      announced: mdns,
      displays: screen
        .getAllDisplays()
        .map((display, index) => ({ id: display.id, name: displayName(display, index + 1) })),
      kioskDisplay,
      canBackUp: host.server !== undefined,
      update: updates.state,
      elsewhere: isAttached(host.server) ? (host.server.service ? 'service' : 'program') : undefined,
      runsAsService: this.#runsAsService,
    };
  }
}
