import { join } from 'node:path';
import type { AppUpdater } from 'electron-updater';
import type { Logger } from 'pino';
import type { Config } from '../../server/config/config.ts';
import type { ServerHost } from '../server/server-host.ts';
import type { SettingsFile } from '../settings/settings-file.ts';
import { feedAddress } from './feed-address.ts';
import { AppImageInstaller } from './install/appimage-installer.ts';
import { KeptVersions } from './install/kept-versions.ts';
import { PackageInstaller } from './install/package-installer.ts';
import { startAfter, startDetached } from './install/start-after.ts';
import type { UpdateInstaller } from './install/update-installer.ts';
import { ShellUpdates } from './shell-updates.ts';
import type { PackagePlace } from './this-package.ts';
import { RecordFile } from './trial/update-record.ts';
import { UpdateTrial, type TrialLimits } from './trial/update-trial.ts';
import { FeedSource } from './update-source.ts';

export interface UpdatesDeps {
  readonly config: Config;
  /** Undefined for a program that did not come as a package. */
  readonly place: PackagePlace | undefined;
  readonly settings: SettingsFile;
  readonly host: ServerHost;
  /** Ends the program in good order without asking. */
  readonly leave: () => Promise<void>;
  /** Whether a person chose to quit, as opposed to a computer that shuts down and has no time for updates. */
  readonly isAskedFor: () => boolean;
  readonly onChange: () => void;
  readonly log: Logger;
  /** By default electron-updater's for this package. */
  readonly loadUpdater?: () => Promise<AppUpdater>;
  /** Process whose end the next version waits for; by default this one. */
  readonly pid?: number;
  readonly limits?: TrialLimits;
}

const FIRST_CHECK_MS = 60_000;
const CHECK_EVERY_MS = 12 * 3_600_000;
/** The server is looked at each second. */
const SOUND_FOR_LOOKS = 60;

async function updaterOfThisPackage(): Promise<AppUpdater> {
  const { default: updaters } = await import('electron-updater');
  return updaters.autoUpdater;
}

function installerOf(
  { place, pid = process.pid }: UpdatesDeps,
  kept: KeptVersions,
  source: FeedSource,
): UpdateInstaller | undefined {
  if (place === undefined) return undefined;
  const { image, platform, installed } = place;
  if (image !== undefined)
    return new AppImageInstaller({
      image,
      kept,
      relaunch: () => startAfter(pid, image, process.env),
    });
  if (!installed) return undefined;
  return new PackageInstaller({ platform, updater: () => source.updater(), kept, run: startDetached });
}

/** Updates as the rest of the shell sees them. */
export class DesktopUpdates {
  readonly shell: ShellUpdates;
  readonly #deps: UpdatesDeps;
  readonly #trial: UpdateTrial;
  readonly #record: RecordFile;

  constructor(deps: UpdatesDeps) {
    const { config, place, settings, host, log } = deps;
    const folder = join(config.dataDir, 'updates');
    const source = new FeedSource(deps.loadUpdater ?? updaterOfThisPackage, log);
    const installer = installerOf(deps, new KeptVersions(folder), source);
    this.#deps = deps;
    this.#record = new RecordFile(join(folder, 'update.json'));
    this.shell = new ShellUpdates({
      version: config.version,
      address: () => feedAddress(settings.current.updateUrl, place?.updateUrl),
      source,
      installer,
      record: this.#record,
      backUpNow: async () => {
        if (host.server === undefined) throw new Error('the server does not run, so no backup can be made');
        return host.server.backUpNow();
      },
      leave: deps.leave,
      onChange: deps.onChange,
      log,
    });
    this.#trial = new UpdateTrial({
      version: config.version,
      place: config,
      record: this.#record,
      installer,
      healthy: async () => {
        if (host.state.kind === 'stopped' || host.state.kind === 'failed') await host.start();
        const health = await host.look();
        return health !== undefined && health.tone !== 'error';
      },
      log,
      ...(deps.limits === undefined ? {} : { limits: deps.limits }),
    });
  }

  /**
   * Call before the server starts. After an update this starts it and waits until the new version proved itself. False
   * when the program ends now, because the former version is put back.
   */
  async begin(): Promise<boolean> {
    const first = await this.#trial.begin();
    const outcome = first === 'prove' ? await this.#trial.prove() : first;
    if (outcome === 'ended') return false;
    if (outcome === 'failed') this.#sayItFailed();
    if (outcome !== 'leave') return true;
    // First, because a broken server may not stop in time; the former version waits for the end of this process.
    this.#trial.putBack();
    await this.#deps.leave();
    return false;
  }

  /** Looks for newer versions from time to time. */
  start(): void {
    const check = (): void => void this.shell.checkQuietly();
    setTimeout(check, FIRST_CHECK_MS).unref();
    setInterval(check, CHECK_EVERY_MS).unref();
  }

  /** While the server still runs. */
  async beforeStop(): Promise<void> {
    this.#trial.end();
    if (this.#deps.isAskedFor()) await this.shell.beforeStop();
  }

  /** Once the server has stopped. */
  async afterStop(): Promise<void> {
    await this.shell.afterStop();
  }

  /** Nobody but a person can put the former version back. Should this one work after all, it counts as proven. */
  #sayItFailed(): void {
    const last = this.#record.read();
    const kept = last?.kept ?? undefined;
    this.shell.fail(
      `${last?.to} does not work; install ${last?.from} again${kept === undefined ? '' : ` from ${kept}`}`,
    );
    let good = 0;
    this.#deps.host.on('health', ({ tone }) => {
      good = tone === 'error' ? 0 : good + 1;
      if (good === SOUND_FOR_LOOKS) this.#trial.confirm();
    });
  }
}
