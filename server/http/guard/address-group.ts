/** Groups of an IPv6 address that name the network; one machine may use all of the rest. */
const NETWORK_GROUPS = 4;

/** What counts as one caller: an IPv4 address, or the /64 network of an IPv6 one. Other text is answered unchanged. */
export function addressGroup(address: string): string {
  const plain = address.split('%')[0] ?? address;
  if (!plain.includes(':')) return plain;
  const [head = '', tail] = plain.toLowerCase().split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const groups = [...before, ...Array.from({ length: zeros }, () => '0'), ...after];
  return `${groups.slice(0, NETWORK_GROUPS).join(':')}::/64`;
}
