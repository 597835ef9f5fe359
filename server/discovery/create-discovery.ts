import type { Server } from 'node:http';
import { hostname } from 'node:os';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Config } from '../config/config.ts';
import type { NetworkFacts } from '../contract/system.ts';
import type { Installation } from '../system/installation.ts';
import { Announcer, type AnnouncerState } from './announcer.ts';
import { LanCallers } from './lan-callers.ts';
import { hostLabel, serviceName } from './local-name.ts';
import { reachOf } from './reach.ts';
import { SelfCheck } from './self-check.ts';

export interface DiscoveryServices {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Logger;
  readonly installation: Pick<Installation, 'lanUrls' | 'port'>;
}

/** How this server is found in the local network, and whether it is. */
export interface Discovery {
  /** Call once, when the server listens. */
  listening(server: Server): void;
  /** Address by name, which outlives a change of the IP address; undefined unless the name is announced and ours. */
  readonly localUrl: () => string | undefined;
  /** Names under which browsers come because of the announcement. */
  readonly names: () => readonly string[];
  readonly health: () => { readonly status: string };
  network(): Promise<NetworkFacts>;
  /** Announces or falls silent, at once. */
  readonly announce: (on: boolean) => Promise<void>;
  stop(): Promise<void>;
}

const HEALTH: Readonly<Record<AnnouncerState, string>> = {
  off: 'disabled',
  starting: 'ok',
  announced: 'ok',
  failed: 'warn',
};

const PLATFORMS: Readonly<Partial<Record<NodeJS.Platform, NetworkFacts['platform']>>> = {
  win32: 'windows',
  darwin: 'mac',
  linux: 'linux',
};

const EVERY_ADDRESS = new Set(['0.0.0.0', '::', '']);

function isLoopbackHost(host: string): boolean {
  return host.startsWith('127.') || host === 'localhost' || host === '::1';
}

/** Builds what finds and announces; nothing is sent before the server listens. */
export function createDiscovery(services: DiscoveryServices): Discovery {
  const { config, clock, log, installation } = services;
  const announcer = new Announcer(log);
  const callers = new LanCallers({ clock, log, dataDir: config.dataDir });
  const selfCheck = new SelfCheck(clock);
  const label = hostLabel(hostname());
  const listensOnNetwork = !isLoopbackHost(config.host);
  const localUrl = (): string | undefined =>
    announcer.name === undefined ? undefined : `http://${announcer.name}:${installation.port}`;
  const start = (): void => {
    if (!listensOnNetwork || announcer.state !== 'off') return;
    announcer.start({
      label,
      serviceName: serviceName(label),
      port: installation.port,
      version: config.version,
      address: EVERY_ADDRESS.has(config.host) ? undefined : config.host,
    });
  };
  return {
    listening: (server) => {
      server.on('connection', (socket) => callers.note(socket.remoteAddress));
      if (config.mdns) start();
    },
    localUrl,
    names: () => (announcer.name === undefined ? [] : [announcer.name]),
    health: () => ({ status: HEALTH[announcer.state] }),
    announce: async (on) => (on ? start() : announcer.stop()),
    stop: () => announcer.stop(),
    network: async () => {
      const lanUrls = installation.lanUrls();
      const [best] = lanUrls;
      return {
        port: installation.port,
        lan_urls: [...lanUrls],
        local_url: localUrl() ?? null,
        announcement: announcer.state,
        reach: reachOf({
          listensOnNetwork,
          hasAddress: best !== undefined,
          behindProxy: config.trustedProxies.length > 0,
          reachedBefore: callers.first !== undefined,
          answersItself: best !== undefined && (await selfCheck.answersUnder(best)),
        }),
        first_call_at: callers.first?.toISOString() ?? null,
        last_call_at: callers.last?.toISOString() ?? null,
        platform: PLATFORMS[process.platform] ?? 'other',
      };
    },
  };
}
