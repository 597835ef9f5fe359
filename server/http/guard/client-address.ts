import type { IncomingMessage } from 'node:http';
import { addressGroup } from './address-group.ts';

/** `::ffff:192.168.1.5` is the same machine as `192.168.1.5`. */
function plain(address: string): string {
  return address.startsWith('::ffff:') ? address.slice(7) : address;
}

function isLoopbackAddress(address: string): boolean {
  return address === '::1' || address.startsWith('127.');
}

/** Headers by which a proxy shows itself. */
const PROXY_HEADERS = [
  'forwarded',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
];

/** Where a request really came from; forwarded headers count only from configured proxies. */
export class ClientAddresses {
  readonly #trusted: ReadonlySet<string>;

  constructor(trustedProxies: readonly string[]) {
    this.#trusted = new Set(trustedProxies.map(plain));
  }

  #socketAddress(request: IncomingMessage): string {
    return plain(request.socket.remoteAddress ?? '');
  }

  #forwarded(request: IncomingMessage, header: string): string[] {
    const value = request.headers[header];
    if (typeof value !== 'string' || !this.#trusted.has(this.#socketAddress(request))) return [];
    return value.split(',').map((item) => item.trim());
  }

  /** What counts as one caller for limits: the client's address, or its whole network with IPv6. */
  callerOf(request: IncomingMessage): string {
    return `ip:${addressGroup(this.addressOf(request))}`;
  }

  /** Address of the client: the last hop that is not one of our own proxies. */
  addressOf(request: IncomingMessage): string {
    const hops = this.#forwarded(request, 'x-forwarded-for').map(plain);
    return hops.findLast((hop) => hop !== '' && !this.#trusted.has(hop)) ?? this.#socketAddress(request);
  }

  isHttps(request: IncomingMessage): boolean {
    return this.#forwarded(request, 'x-forwarded-proto')[0] === 'https' || 'encrypted' in request.socket;
  }

  /**
   * True when the caller sits at this machine. A proxy on this machine connects from loopback as well, for whoever
   * is behind it, so a trusted proxy and any request that was passed on do not count.
   */
  isLoopback(request: IncomingMessage): boolean {
    const address = this.#socketAddress(request);
    const passedOn = PROXY_HEADERS.some((name) => request.headers[name] !== undefined);
    return isLoopbackAddress(address) && !this.#trusted.has(address) && !passedOn;
  }
}
