import { type Browser, chromium } from 'playwright';

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
