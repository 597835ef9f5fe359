/** An address as it may stand in a log: `a***@host`. */
export function maskedAddress(address: string): string {
  const at = address.lastIndexOf('@');
  if (at < 0) return '***';
  const [first = ''] = address.slice(0, at);
  return `${first}***${address.slice(at)}`;
}
