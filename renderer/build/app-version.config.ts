import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

/** Writes the version of the product into the page, which compares it with that of the server it talks to. */
export function appVersion() {
  const file = new URL('../../package.json', import.meta.url);
  return {
    name: 'app-version',
    transformIndexHtml() {
      const { version } = JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string };
      return [{ tag: 'meta', attrs: { name: 'app-version', content: version }, injectTo: 'head' as const }];
    },
  } satisfies Plugin;
}
