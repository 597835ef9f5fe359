/** Where newer versions are announced, or why that address is not used. */
export type FeedAddress =
  | { readonly kind: 'none' }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'use'; readonly url: string };

const isThisComputer = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);

/** Whether nobody on the way to that host can change what comes from it. `protocol` with its colon. */
export function isSafeWay(protocol: string, host: string): boolean {
  return protocol === 'https:' || (protocol === 'http:' && isThisComputer(host));
}

/**
 * What was set in the shell comes before the environment. What is fetched from there is run, and not every package is
 * signed, so nobody on the way may be able to change it.
 */
export function feedAddress(setting: string | null, environment: string | undefined): FeedAddress {
  const text = (setting ?? environment ?? '').trim();
  if (text === '') return { kind: 'none' };
  const url = URL.parse(text);
  if (url === null) return { kind: 'refused', message: 'the update address is not an address' };
  if (!isSafeWay(url.protocol, url.hostname))
    return { kind: 'refused', message: 'the update address must begin with https://' };
  return { kind: 'use', url: url.href };
}
