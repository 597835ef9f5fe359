/** What is known of the server's addresses; undefined for people who may not ask. */
export interface KnownAddresses {
  readonly lan_urls: readonly string[];
  readonly local_url: string | null;
}

function onlyHere(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
}

/**
 * Address for phones: the one this page is open at, because it works. A page open on the server's own computer, or by a
 * name that old phones do not find, gets the number of the server instead. Undefined when no phone can come.
 */
export function phoneAddress(known: KnownAddresses | undefined, origin: string): string | undefined {
  const { hostname } = new URL(origin);
  const [lan] = known?.lan_urls ?? [];
  if (onlyHere(hostname)) return lan;
  return hostname.endsWith('.local') ? (lan ?? origin) : origin;
}
