import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { networkInterfaces } from 'node:os';

/** Why messages may not be sent to an address; the message is a sentence for people. */
export class WebhookAddressError extends Error {
  constructor(sentence: string, cause?: unknown) {
    super(sentence, { cause });
    this.name = 'WebhookAddressError';
  }
}

export interface AddressRules {
  /** The port this server listens on. */
  readonly ownPort: () => number;
  /** All addresses of a name; rejects when there are none. */
  readonly resolve: (host: string) => Promise<readonly LookupAddress[]>;
}

/** Looks a name up the way other programs of this machine do, hosts file included. */
export const systemResolve: AddressRules['resolve'] = (host) => lookup(host, { all: true });

/** Where machines are handed credentials and network settings: nothing there is a receiver of messages. */
function linkLocalRanges(): BlockList {
  const ranges = new BlockList();
  ranges.addSubnet('169.254.0.0', 16, 'ipv4');
  ranges.addSubnet('fe80::', 10, 'ipv6');
  ranges.addSubnet('fd00:ec2::', 32, 'ipv6');
  ranges.addSubnet('fd20:ce::', 32, 'ipv6');
  return ranges;
}

const LINK_LOCAL = linkLocalRanges();

/** Every address that leads to this machine now; interfaces come and go. IPv4 rules also match IPv4 written as IPv6. */
function ownAddresses(): BlockList {
  const own = new BlockList();
  own.addSubnet('127.0.0.0', 8, 'ipv4');
  own.addSubnet('0.0.0.0', 8, 'ipv4');
  own.addSubnet('::', 96, 'ipv6');
  for (const { address, family } of Object.values(networkInterfaces()).flatMap((list) => list ?? [])) {
    own.addAddress(address, family === 'IPv6' ? 'ipv6' : 'ipv4');
  }
  return own;
}

/**
 * The addresses a message for `url` may be sent to, at least one; connect to these and look nothing up again, or a name
 * could lead elsewhere meanwhile. Private and loopback ones are allowed: receivers stand in the same network or on the
 * same machine. Rejects with WebhookAddressError, or when the signal aborts.
 */
export async function allowedAddresses(
  url: URL,
  rules: AddressRules,
  signal: AbortSignal,
): Promise<readonly LookupAddress[]> {
  const problem = textProblem(url);
  if (problem !== undefined) throw new WebhookAddressError(problem);
  const found = await resolved(url.hostname.replace(/^\[|\]$/g, ''), rules, signal);
  const own = portOf(url) === rules.ownPort() ? ownAddresses() : undefined;
  const problems = found.map(({ address, family }) => addressProblem(address, family, own));
  const allowed = found.filter((_, index) => problems[index] === undefined);
  if (allowed.length > 0) return allowed;
  throw new WebhookAddressError(problems[0] ?? 'The name of this address leads nowhere.');
}

function textProblem(url: URL): string | undefined {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return 'Enter an address that begins with http:// or https://';
  }
  if (url.username === '' && url.password === '') return undefined;
  return 'Leave the user name and password out of the address. Receivers know messages by their signature.';
}

async function resolved(
  host: string,
  { resolve }: AddressRules,
  signal: AbortSignal,
): Promise<readonly LookupAddress[]> {
  signal.throwIfAborted();
  const family = isIP(host);
  if (family !== 0) return [{ address: host, family }];
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const stop = (): void => reject(signal.reason as Error);
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([resolve(host), aborted]);
  } catch (error) {
    if (signal.aborted) throw error;
    throw new WebhookAddressError(
      'The name in this address could not be found. Check its spelling, or enter an IP address.',
      error,
    );
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function addressProblem(text: string, family: number, own: BlockList | undefined): string | undefined {
  const [address = ''] = text.split('%', 1);
  const type = family === 6 ? 'ipv6' : 'ipv4';
  if (LINK_LOCAL.check(address, type)) {
    return 'This address is reserved for the machine itself (link-local or cloud metadata) and cannot be used.';
  }
  if (own?.check(address, type) !== true) return undefined;
  return 'This is the address of the Command Center itself. Enter that of the program that shall get the messages.';
}

function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'https:' ? 443 : 80;
}
