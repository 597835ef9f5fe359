import { networkInterfaces } from 'node:os';

/** What the system says about the networks of this computer. */
export type Interfaces = ReturnType<typeof networkInterfaces>;

/** Addresses of homes and shops, and those computers give themselves where nobody hands any out. */
const PRIVATE = [/^192\.168\./, /^10\./, /^172\.(1[6-9]|2\d|3[01])\./, /^169\.254\./];

const isPrivate = (address: string): boolean => PRIVATE.some((range) => range.test(address));

/** Whether a server that listens on this one address of its own may be announced. */
export function isHomeAddress(address: string): boolean {
  return isPrivate(address);
}

/**
 * Of these interfaces the ones on which this server may be announced: whose IPv4 addresses are all private. On a rented
 * server, or at a modem without a router, whoever listens is a stranger.
 */
export function homeInterfaces(names: readonly string[], all: Interfaces = networkInterfaces()): string[] {
  return names.filter((name) => {
    const addresses = (all[name] ?? []).filter(({ family }) => family === 'IPv4');
    return addresses.length > 0 && addresses.every(({ address }) => isPrivate(address));
  });
}
