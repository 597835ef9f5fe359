import { app } from 'electron';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HIDDEN_FLAG } from '../app/launch.ts';
import { APP_ID, PRODUCT_NAME } from '../app/product.ts';

/** Quoted by the rules of desktop entries: these four characters are escaped, and a percent sign is doubled. */
function quoted(argument: string): string {
  return `"${argument.replaceAll(/["`$\\]/g, String.raw`\$&`).replaceAll('%', '%%')}"`;
}

/** Text of the file that desktop environments of Linux read when somebody signs in. */
export function autostartEntry(program: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    `Name=${PRODUCT_NAME}`,
    `Exec=${[...program, HIDDEN_FLAG].map(quoted).join(' ')}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

export interface AutostartPlace {
  readonly platform: NodeJS.Platform;
  /** Folder of the person's settings on Linux (`XDG_CONFIG_HOME`). */
  readonly configHome: string;
  /** Program and arguments that start us again: an AppImage is named itself, not what it unpacked. */
  readonly program: readonly string[];
}

/** Starting with the computer, in the way of each system. */
export class Autostart {
  readonly #place: AutostartPlace;

  constructor(place: AutostartPlace) {
    this.#place = place;
  }

  isOn(): boolean {
    return this.#place.platform === 'linux'
      ? existsSync(this.#entryFile())
      : app.getLoginItemSettings({ args: [HIDDEN_FLAG] }).openAtLogin;
  }

  set(on: boolean): void {
    if (this.#place.platform !== 'linux') {
      app.setLoginItemSettings({ openAtLogin: on, args: [HIDDEN_FLAG] });
      return;
    }
    if (on) {
      mkdirSync(join(this.#place.configHome, 'autostart'), { recursive: true });
      writeFileSync(this.#entryFile(), autostartEntry(this.#place.program));
    } else rmSync(this.#entryFile(), { force: true });
  }

  #entryFile(): string {
    return join(this.#place.configHome, 'autostart', `${APP_ID}.desktop`);
  }
}
