import { chromium, type Browser, type Page } from 'playwright';

/** Debian's Chromium; nothing is ever downloaded. */
const EXECUTABLE = '/usr/bin/chromium';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-domain-reliability',
  '--autoplay-policy=no-user-gesture-required',
  // Names other than this machine's do not resolve, so a page cannot reach another host even by mistake.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
];

/** A real headless Chromium that can reach nothing but this machine, started with these flags too. Close it. */
export function launchBrowser(...flags: readonly string[]): Promise<Browser> {
  return chromium.launch({ executablePath: EXECUTABLE, args: [...FLAGS, ...flags] });
}

/** Collects what a page asks of other hosts, and what it complains about. */
export function watchPage(
  page: Page,
  baseUrl: string,
): { readonly foreign: string[]; readonly errors: string[] } {
  const foreign: string[] = [];
  const errors: string[] = [];
  page.on('request', (request) => {
    const url = request.url();
    if (/^(https?|wss?):/.test(url) && new URL(url).host !== new URL(baseUrl).host) foreign.push(url);
  });
  page.on('pageerror', (error) => errors.push(error.message));
  return { foreign, errors };
}
