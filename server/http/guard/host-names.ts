import type { IncomingMessage } from 'node:http';
import { hostname, networkInterfaces } from 'node:os';
import type { Clock } from '../../clock.ts';

const LOOPBACK_NAMES = new Set(['localhost', '127.0.0.1', '[::1]']);
/** Interfaces come and go with Wi-Fi and cables; reading them costs about 0.1 ms. */
const REFRESH_MS = 10_000;

/** Host header without its port, lower-case; empty when missing. */
export function hostNameOf(request: IncomingMessage): string {
  return nameOfHost(request.headers.host ?? '');
}

/** The same of the header's value. */
export function nameOfHost(header: string): string {
  const host = header.toLowerCase();
  return host.startsWith('[') ? host.slice(0, host.indexOf(']') + 1) : (host.split(':')[0] ?? '');
}

/** The names and addresses under which this machine answers browsers. */
export class HostNames {
  readonly #configured: readonly string[];
  readonly #clock: Clock;
  readonly #announced: () => readonly string[];
  #known = new Set<string>();
  #readAt = Number.NEGATIVE_INFINITY;

  /** `announced` are the names under which this machine makes itself known at the moment. */
  constructor(configured: readonly string[], clock: Clock, announced: () => readonly string[] = () => []) {
    this.#configured = configured;
    this.#clock = clock;
    this.#announced = announced;
  }

  isKnown(name: string): boolean {
    return LOOPBACK_NAMES.has(name) || /^127\.\d+\.\d+\.\d+$/.test(name) || this.#current().has(name);
  }

  isLoopback(name: string): boolean {
    return LOOPBACK_NAMES.has(name) || /^127\.\d+\.\d+\.\d+$/.test(name);
  }

  #current(): ReadonlySet<string> {
    const now = this.#clock.monotonicMs();
    if (now - this.#readAt < REFRESH_MS) return this.#known;
    this.#readAt = now;
    const own = hostname().toLowerCase();
    this.#known = new Set([
      own,
      `${own}.local`,
      ...this.#configured,
      ...this.#announced(),
      ...machineAddresses(),
    ]);
    return this.#known;
  }
}

function machineAddresses(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return all.map((item) => (item.family === 'IPv6' ? `[${item.address}]` : item.address));
}

const PRIVATE_RANGES = [/^192\.168\./, /^10\./, /^172\.(1[6-9]|2\d|3[01])\./];
const VIRTUAL_INTERFACE = /^(docker|br-|veth|virbr|vmnet|vboxnet|tailscale|utun|tun|wg|zt)/;

/** IPv4 addresses by which other machines of the LAN can reach this one, the likeliest first. */
export function lanAddresses(): readonly string[] {
  const candidates = Object.entries(networkInterfaces()).flatMap(([name, list]) =>
    (list ?? [])
      .filter((item) => item.family === 'IPv4' && !item.internal && !item.address.startsWith('169.254.'))
      .map((item) => ({ address: item.address, rank: rankOf(name, item.address) })),
  );
  return candidates.toSorted((a, b) => a.rank - b.rank).map((item) => item.address);
}

/** Interfaces by which this machine is in a network of its own kind; those of virtual machines only where there is no other. */
export function lanInterfaces(): readonly string[] {
  const names = Object.entries(networkInterfaces())
    .filter(([, list]) => list?.some(({ family, internal }) => family === 'IPv4' && !internal) === true)
    .map(([name]) => name);
  const real = names.filter((name) => !VIRTUAL_INTERFACE.test(name));
  return (real.length > 0 ? real : names).toSorted();
}

function rankOf(interfaceName: string, address: string): number {
  const range = PRIVATE_RANGES.findIndex((pattern) => pattern.test(address));
  return (VIRTUAL_INTERFACE.test(interfaceName) ? 10 : 0) + (range === -1 ? PRIVATE_RANGES.length : range);
}
