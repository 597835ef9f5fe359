import { Menu, nativeImage, Tray, type NativeImage } from 'electron';
import { join } from 'node:path';
import { PRODUCT_NAME } from '../app/product.ts';
import type { MenuFacts, ShellActions } from './facts.ts';
import { stateLine, toneOf, type Tone } from './state-line.ts';
import { trayMenu } from './tray-menu.ts';

export interface ShellTrayDeps {
  readonly facts: () => MenuFacts;
  readonly actions: ShellActions;
  /** Folder of the tray pictures. */
  readonly icons: string;
  readonly platform: NodeJS.Platform;
}

/** macOS colours such a picture itself, to fit a dark or light menu bar. */
function iconFile(tone: Tone, platform: NodeJS.Platform): string {
  return `tray-${tone}${platform === 'darwin' ? '-Template' : ''}.png`;
}

/** Calls `then` after each action, whatever became of it. */
function followed(actions: ShellActions, then: () => void): ShellActions {
  const entries = Object.keys(actions).map((name) => [
    name,
    (...args: unknown[]): Promise<void> => {
      const action = actions[name as keyof ShellActions] as (...given: unknown[]) => Promise<void>;
      return action(...args).finally(then);
    },
  ]);
  return Object.fromEntries(entries) as ShellActions;
}

/** The icon beside the clock, and the menu beneath it. */
export class ShellTray {
  readonly #deps: ShellTrayDeps;
  readonly #actions: ShellActions;
  #tray: Tray | undefined;
  #tone: Tone | undefined;
  #shown = '';

  constructor(deps: ShellTrayDeps) {
    this.#deps = deps;
    // The system ticks what is clicked by itself, also when the action was declined or failed.
    this.#actions = followed(deps.actions, () => {
      this.#shown = '';
      this.refresh();
    });
  }

  setup(): void {
    this.#tone = toneOf(this.#deps.facts());
    this.#tray = new Tray(this.#picture(this.#tone));
    // On macOS a click opens the menu.
    if (this.#deps.platform !== 'darwin')
      this.#tray.on('click', () => void this.#deps.actions.openDashboard());
    this.refresh();
  }

  /** Shows how things are now. A menu that says the same is left alone, because it may be open. */
  refresh(): void {
    const tray = this.#tray;
    if (tray === undefined) return;
    const facts = this.#deps.facts();
    const template = trayMenu(facts, this.#actions);
    const looks = JSON.stringify(template);
    if (looks === this.#shown) return;
    this.#shown = looks;
    const tone = toneOf(facts);
    if (tone !== this.#tone) tray.setImage(this.#picture(tone));
    this.#tone = tone;
    tray.setToolTip(`${PRODUCT_NAME}\n${stateLine(facts)}`);
    tray.setContextMenu(Menu.buildFromTemplate(template));
  }

  destroy(): void {
    this.#tray?.destroy();
    this.#tray = undefined;
  }

  #picture(tone: Tone): NativeImage {
    const { icons, platform } = this.#deps;
    return nativeImage.createFromPath(join(icons, iconFile(tone, platform)));
  }
}
