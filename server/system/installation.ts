import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Config } from '../config/config.ts';
import type { Database } from '../db/database.ts';
import { eq } from '../db/drizzle.ts';
import { settings } from '../db/schema/organization.ts';
import { lanAddresses } from '../http/guard/host-names.ts';
import { diskFigures } from './health-service.ts';

export interface InstallationWarning {
  readonly code: string;
  readonly message: string;
}

/** Setting of an organisation: what links sent to its people begin with. */
export const LINK_ADDRESS = 'link_address';

const WILDCARD_HOSTS = new Set(['0.0.0.0', '::', '']);

interface InstallationServices {
  readonly config: Config;
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
}

/** How long a refused segment is worth a banner. */
const OVERSIZE_NOTICE_MS = 3_600_000;
const OVERSIZE_LOG_MS = 60_000;

/** Where this server is reached, and what its owner should worry about. */
export class Installation {
  readonly #services: InstallationServices;
  #port: number;
  #oversize: { readonly at: number; readonly cameraName: string } | undefined;
  /** What organisations entered as base of their links; kept here, because links are made where nothing can be awaited. */
  readonly #linkAddresses = new Map<string, string>();

  constructor(services: InstallationServices) {
    this.#services = services;
    this.#port = services.config.port;
  }

  /** Told once when listening began: port 0 means "any free one". */
  listeningOn(port: number): void {
    this.#port = port;
  }

  get port(): number {
    return this.#port;
  }

  /** Base URLs for other devices, best first; empty when only this machine can connect. */
  lanUrls(): readonly string[] {
    const { host } = this.#services.config;
    const addresses = WILDCARD_HOSTS.has(host)
      ? lanAddresses()
      : host.startsWith('127.') || host === 'localhost'
        ? []
        : [host];
    return addresses.map((address) => `http://${address}:${this.#port}`);
  }

  /** Origins under which people open the dashboard itself. */
  ownOrigins(): readonly string[] {
    const names = this.#services.config.allowedHosts.flatMap((name) => [
      `https://${name}`,
      `http://${name}`,
      `http://${name}:${this.#port}`,
    ]);
    return [...this.lanUrls(), `http://localhost:${this.#port}`, `http://127.0.0.1:${this.#port}`, ...names];
  }

  /** Reads what organisations entered as base of their links. Call once, before links are made. */
  async loadLinkAddresses(): Promise<void> {
    const { db } = this.#services;
    const rows = db.read
      .select()
      .from(settings)
      .where(eq(settings.key, LINK_ADDRESS))
      .orderBy(settings.id)
      .all();
    this.#linkAddresses.clear();
    for (const { orgId, value } of rows) this.setLinkAddress(orgId, value ?? '');
  }

  /** What an organisation's links begin with from now on; empty for the address of this machine. Call after the commit. */
  setLinkAddress(orgId: string, address: string): void {
    if (address === '') this.#linkAddresses.delete(orgId);
    else this.#linkAddresses.set(orgId, address);
  }

  /** Base of links sent to people of an organisation: the configured address, else its own, else one of this machine. */
  linkBase(orgId?: string): string {
    const { frontendUrl } = this.#services.config;
    const network = this.lanUrls()[0] ?? `http://127.0.0.1:${this.#port}`;
    return frontendUrl ?? this.#linkAddress(orgId) ?? network;
  }

  /** Who says what links begin with. */
  linkSource(orgId?: string): 'environment' | 'settings' | 'network' {
    if (this.#services.config.frontendUrl !== undefined) return 'environment';
    return this.#linkAddress(orgId) === undefined ? 'network' : 'settings';
  }

  /** Where accounts are ours there is one organisation, which speaks for the installation too. */
  #linkAddress(orgId: string | undefined): string | undefined {
    if (orgId !== undefined) return this.#linkAddresses.get(orgId);
    return this.#services.config.clerk === undefined ? [...this.#linkAddresses.values()][0] : undefined;
  }

  /** A node's segment was larger than this server takes; it is lost twice, because the node records only what was taken. */
  segmentTooLarge(cameraName: string): void {
    const now = this.#services.clock.monotonicMs();
    const last = this.#oversize?.at ?? Number.NEGATIVE_INFINITY;
    this.#oversize = { at: now, cameraName };
    if (now - last < OVERSIZE_LOG_MS) return;
    const { log, config } = this.#services;
    log.warn(
      { max_bytes: config.segments.pushMaxBytes },
      'A segment was refused for its size; raise SEGMENT_PUSH_MAX_BYTES',
    );
  }

  async warnings(): Promise<readonly InstallationWarning[]> {
    return [...(await this.#storageWarnings()), ...this.#oversizeWarnings()];
  }

  #oversizeWarnings(): readonly InstallationWarning[] {
    const { clock, config } = this.#services;
    if (this.#oversize === undefined || clock.monotonicMs() - this.#oversize.at > OVERSIZE_NOTICE_MS)
      return [];
    const megabytes = (config.segments.pushMaxBytes / 1_048_576).toFixed(1);
    return [
      {
        code: 'segment_too_large',
        message: `Video of ${this.#oversize.cameraName} was refused: its segments are larger than ${megabytes} MB. Set SEGMENT_PUSH_MAX_BYTES to a larger number and restart the server, or lower the bitrate on the node.`,
      },
    ];
  }

  async #storageWarnings(): Promise<readonly InstallationWarning[]> {
    const { db, config } = this.#services;
    if (db.writesFailing) return [STORAGE_FULL];
    const { percentUsed, bytesFree } = await diskFigures(config.dataDir);
    if (percentUsed < config.diskCriticalPercent) return [];
    const gigabytes = (bytesFree / 1e9).toFixed(1);
    return [
      {
        code: 'disk_low',
        message: `The disk of this server is ${percentUsed} % full (${gigabytes} GB free). Free some space before changes can no longer be saved.`,
      },
    ];
  }
}

const STORAGE_FULL: InstallationWarning = {
  code: 'storage_unavailable',
  message:
    'The disk of this server is full or refuses writes. Live video goes on, but changes are not saved. Free some space now.',
};
