/** Origin of an address; undefined for what has none (`about:blank`, `data:`, nonsense). */
export function originOf(address: string): string | undefined {
  const origin = URL.canParse(address) ? new URL(address).origin : 'null';
  return origin === 'null' ? undefined : origin;
}
