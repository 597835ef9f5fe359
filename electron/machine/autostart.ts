import { app } from 'electron';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HIDDEN_FLAG } from '../app/launch.ts';
import { APP_ID, PRODUCT_NAME } from '../app/product.ts';

/**
 * Quoted by the rules of desktop entries: these four characters are escaped, a percent sign is doubled, and as in every
 * text of such a file each backslash is written twice.
 */
function quoted(argument: string): string {
  const escaped = argument.replaceAll(/["`$\\]/g, String.raw`\$&`).replaceAll('%', '%%');
  return `"${escaped.replaceAll('\\', '\\\\')}"`;
}

function execLine(program: readonly string[]): string {
  return [...program, HIDDEN_FLAG].map(quoted).join(' ');
}

/** Text of the file that desktop environments of Linux read when somebody signs in. */
export function autostartEntry(program: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    `Name=${PRODUCT_NAME}`,
    `Exec=${execLine(program)}`,
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
      : app.getLoginItemSettings(this.#loginItem()).openAtLogin;
  }

  set(on: boolean): void {
    if (this.#place.platform !== 'linux') {
      app.setLoginItemSettings({ ...this.#loginItem(), openAtLogin: on });
      return;
    }
    if (on) {
      mkdirSync(join(this.#place.configHome, 'autostart'), { recursive: true });
      writeFileSync(this.#entryFile(), autostartEntry(this.#place.program));
    } else rmSync(this.#entryFile(), { force: true });
  }

  /** The program may lie elsewhere than when this was switched on: an AppImage that was moved, or a new version's. */
  renew(): void {
    if (this.isOn() && this.#isStale()) this.set(true);
  }

  #isStale(): boolean {
    if (this.#place.platform !== 'linux') return false;
    const [, names] = /^Exec=(.+)$/m.exec(readFileSync(this.#entryFile(), 'utf8')) ?? [];
    return names !== execLine(this.#place.program);
  }

  /** Windows finds an entry by both. */
  #loginItem(): { readonly path?: string; readonly args: string[] } {
    const [path, ...args] = this.#place.program;
    return { ...(path === undefined ? {} : { path }), args: [...args, HIDDEN_FLAG] };
  }

  #entryFile(): string {
    return join(this.#place.configHome, 'autostart', `${APP_ID}.desktop`);
  }
}
