import { BlockList, isIP } from 'node:net';

/** Decides whether the server may fetch from a node at an address, which is IP text that the node itself reported. */
export type AddressRule = (address: string) => boolean;

function lanRanges4(): BlockList {
  const ranges = new BlockList();
  ranges.addSubnet('10.0.0.0', 8, 'ipv4');
  ranges.addSubnet('172.16.0.0', 12, 'ipv4');
  ranges.addSubnet('192.168.0.0', 16, 'ipv4');
  return ranges;
}

/** A list of its own: IPv4 ranges would match IPv4 addresses written as IPv6. */
function lanRanges6(): BlockList {
  const ranges = new BlockList();
  ranges.addSubnet('fc00::', 7, 'ipv6');
  return ranges;
}

/** Private by range, but where clouds hand out credentials to their machines. */
function metadataHosts(): BlockList {
  const hosts = new BlockList();
  hosts.addSubnet('fd00:ec2::', 32, 'ipv6');
  hosts.addSubnet('fd20:ce::', 32, 'ipv6');
  return hosts;
}

const LAN4 = lanRanges4();
const LAN6 = lanRanges6();
const METADATA = metadataHosts();

/**
 * True for plain private addresses: IPv4 of RFC 1918 and IPv6 unique local ones. Never loopback, link-local, multicast
 * or public ones, no IPv4 written as IPv6, no zone, no name.
 */
export function isPrivateAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return LAN4.check(address, 'ipv4');
  const isPlain6 = family === 6 && !address.includes('%') && !address.includes('.');
  return isPlain6 && LAN6.check(address, 'ipv6') && !METADATA.check(address, 'ipv6');
}
