import { existsSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { extname } from 'node:path';
import type { AppUpdater } from 'electron-updater';
import { renameDurably, syncFile } from './durable.ts';
import { DRAFT, type KeptVersions } from './kept-versions.ts';
import type { UpdateInstaller } from './update-installer.ts';
import { sha512Of, type DownloadedUpdate } from '../update-source.ts';

/** What is used of electron-updater once an update is downloaded. */
export type PackageUpdater = Pick<
  AppUpdater,
  'quitAndInstall' | 'checkForUpdates' | 'downloadUpdate' | 'autoInstallOnAppQuit'
>;

export interface PackageDeps {
  readonly platform: NodeJS.Platform;
  readonly updater: () => Promise<PackageUpdater>;
  readonly kept: KeptVersions;
  /** Starts a program that outlives this one. */
  readonly run: (program: string, args: readonly string[]) => void;
}

const EXTENSIONS: Partial<Record<NodeJS.Platform, string>> = { win32: '.exe', linux: '.deb', darwin: '.zip' };

/** As the installer is started by an update: without questions, starting the program afterwards. */
const AS_AN_UPDATE = ['--updated', '/S', '--force-run'];

/**
 * Installers of Windows, packages of Debian and zips of macOS are applied by electron-updater. The installer of a version is
 * kept when that version comes as an update, so the one a person installed first is not there.
 */
export class PackageInstaller implements UpdateInstaller {
  readonly #deps: PackageDeps;

  constructor(deps: PackageDeps) {
    this.#deps = deps;
  }

  /** Elsewhere rights have to be asked for, or only the system's own updater may replace the program. */
  get putsBack(): boolean {
    return this.#deps.platform === 'win32';
  }

  async prepare(update: DownloadedUpdate, running: string): Promise<string | null> {
    const { kept, platform, updater } = this.#deps;
    const extension = extname(update.file);
    if ((await sha512Of(update.file)) !== update.sha512) throw new Error('the downloaded update is damaged');
    const own = kept.place(update.version, extension);
    await copyFile(update.file, `${own}${DRAFT}`);
    syncFile(`${own}${DRAFT}`);
    renameDurably(`${own}${DRAFT}`, own);
    if (platform === 'darwin') await this.#handToSquirrel(await updater());
    const former = kept.place(running, extension);
    return existsSync(former) ? former : null;
  }

  startAgain(): void {
    // The installer does.
  }

  async apply(_update: DownloadedUpdate, relaunch: boolean): Promise<void> {
    const updater = await this.#deps.updater();
    // The system's own updater of macOS installs by itself when the program ends.
    if (this.#deps.platform === 'darwin' && !relaunch) return;
    updater.quitAndInstall(true, relaunch);
  }

  putBack(kept: string): void {
    this.#deps.run(kept, AS_AN_UPDATE);
  }

  tidy(versions: readonly string[]): void {
    this.#deps.kept.tidy(EXTENSIONS[this.#deps.platform] ?? '', versions);
  }

  /** What it was handed it installs at any end of the program, so it is handed over last. */
  async #handToSquirrel(updater: PackageUpdater): Promise<void> {
    updater.autoInstallOnAppQuit = true;
    await updater.checkForUpdates();
    await updater.downloadUpdate();
  }
}
