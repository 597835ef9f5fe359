import { createHash } from 'node:crypto';
import { createReadStream, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { AppUpdater, UpdateInfo } from 'electron-updater';
import type { Logger } from 'pino';
import { guardRequests, type RequestLimits } from './guarded-requests.ts';

export interface DownloadedUpdate {
  readonly version: string;
  readonly file: string;
  /** As announced; base64. */
  readonly sha512: string;
}

/** Fetches what a feed announces. */
export interface UpdateSource {
  /** Version that is newer than this one; undefined when there is none. Rejects when the feed cannot be read. */
  look(url: string): Promise<string | undefined>;
  /** Fetches what was found last. Rejects when it does not match what was announced; nothing is left then. */
  download(onPercent: (percent: number) => void): Promise<DownloadedUpdate>;
}

export async function sha512Of(file: string): Promise<string> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return hash.digest('base64');
}

const MINUTE_MS = 60_000;
/** An announcement has some hundred bytes. */
const LOOKING: RequestLimits = { mostBytes: 1_000_000, idleMs: MINUTE_MS, totalMs: 2 * MINUTE_MS };
const DOWNLOAD_WITHIN_MS = 12 * 60 * MINUTE_MS;
const LARGEST_DOWNLOAD = 2_000_000_000;
/** What belongs to a package, such as its block map, is not announced with a size. */
const LARGEST_COMPANION = 10_000_000;

/** No package is larger than announced. */
function downloading({ files = [] }: Partial<UpdateInfo>): RequestLimits {
  const sizes = files.map(({ size }) => (typeof size === 'number' && size > 0 ? size : LARGEST_DOWNLOAD));
  const mostBytes = Math.min(Math.max(...sizes, LARGEST_COMPANION), LARGEST_DOWNLOAD);
  return { mostBytes, idleMs: MINUTE_MS, totalMs: DOWNLOAD_WITHIN_MS };
}

/** It becomes part of file names, and is compared with what the new version says of itself. */
const VERSION = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;

/** Nothing happens by itself: when to fetch and when to apply is decided elsewhere. */
function tame(updater: AppUpdater, log: Logger): AppUpdater {
  updater.autoDownload = false;
  updater.autoInstallOnAppQuit = false;
  updater.allowDowngrade = false;
  updater.disableWebInstaller = true;
  // By itself it tells the feed a number by which this installation can be known again.
  updater.requestHeaders = { 'x-user-staging-id': 'none' };
  updater.logger = {
    info: (text) => log.debug({ updater: text }, 'Updater'),
    warn: (text) => log.warn({ updater: text }, 'Updater'),
    error: (text) => log.warn({ updater: text }, 'Updater'),
  };
  // Calls answer with their failures; without a listener the event would end the program.
  updater.on('error', () => undefined);
  return updater;
}

/** Feeds as electron-builder writes them, through electron-updater, which is loaded when it is first needed. */
export class FeedSource implements UpdateSource {
  readonly #load: () => Promise<AppUpdater>;
  readonly #log: Logger;
  #updater: Promise<AppUpdater> | undefined;
  #found: UpdateInfo | undefined;
  readonly #looking: RequestLimits;
  #limits: RequestLimits;

  constructor(load: () => Promise<AppUpdater>, log: Logger, looking = LOOKING) {
    this.#load = load;
    this.#log = log;
    this.#looking = looking;
    this.#limits = looking;
  }

  /** The updater itself, for what only it can do. */
  updater(): Promise<AppUpdater> {
    this.#updater ??= this.#load().then((updater) => {
      guardRequests(updater, () => this.#limits);
      return tame(updater, this.#log);
    });
    return this.#updater;
  }

  async look(url: string): Promise<string | undefined> {
    const updater = await this.updater();
    updater.setFeedURL({ provider: 'generic', url, channel: 'latest', useMultipleRangeRequest: false });
    this.#limits = this.#looking;
    const answer = await updater.checkForUpdates();
    if (answer === null) throw new Error('this copy was unpacked by hand; replace it the same way');
    if (!answer.isUpdateAvailable) return undefined;
    const { version } = answer.updateInfo;
    if (!VERSION.test(version))
      throw Object.assign(new Error(`No version: ${version}`), { code: 'ERR_UPDATER_INVALID_VERSION' });
    this.#found = answer.updateInfo;
    return version;
  }

  async download(onPercent: (percent: number) => void): Promise<DownloadedUpdate> {
    const updater = await this.updater();
    const follow = ({ percent }: { readonly percent: number }): void => onPercent(percent);
    updater.on('download-progress', follow);
    this.#limits = { ...downloading(this.#found ?? {}), idleMs: this.#looking.idleMs };
    try {
      // The updater takes what it fetched earlier without looking at it again.
      return (await this.#fetch(updater)) ?? (await this.#fetch(updater)) ?? refuse();
    } finally {
      updater.off('download-progress', follow);
    }
  }

  /** Undefined when the file is not what was announced; it is deleted then. */
  async #fetch(updater: AppUpdater): Promise<DownloadedUpdate | undefined> {
    const [file = ''] = await updater.downloadUpdate();
    const { version = '', files = [] } = this.#found ?? {};
    const announced = files.find(({ url }) => fileName(url) === basename(file));
    const sha512 = await sha512Of(file);
    if (announced?.sha512 === sha512) return { version, file, sha512 };
    rmSync(file, { force: true });
    return undefined;
  }
}

/** Last part of an address of a feed, which may be relative. */
function fileName(url: string): string {
  return basename(decodeURIComponent(new URL(url, 'https://feed.invalid/').pathname));
}

function refuse(): never {
  throw Object.assign(new Error('The download is not what was announced'), { code: 'ERR_CHECKSUM_MISMATCH' });
}
