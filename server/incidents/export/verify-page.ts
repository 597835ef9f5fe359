import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const FOLDER = new URL('../../../templates/verify/', import.meta.url);
/** Each may use what stands before it. */
const SCRIPTS = ['zip-reader.mjs', 'hashes.mjs', 'ed25519.mjs', 'check-export.mjs', 'page.mjs'];

/**
 * The page that checks exports: one file that works without any network. Its policy allows exactly the script and the
 * style it holds, and no request at all.
 */
export function verifyPage(): Buffer {
  const style = read('page.css');
  // The parts become one module, in which they see each other without imports.
  const script = SCRIPTS.map((name) =>
    read(name)
      .replaceAll(/^import [^;]*;\n/gm, '')
      .replaceAll(/^export /gm, ''),
  ).join('\n');
  const parts: Readonly<Record<string, string>> = {
    style: `<style>${style}</style>`,
    script: `<script type="module">${script}</script>`,
    policy: [
      "default-src 'none'",
      `script-src '${sourceHash(script)}'`,
      `style-src '${sourceHash(style)}'`,
      "form-action 'none'",
      "base-uri 'none'",
    ].join('; '),
  };
  return Buffer.from(read('page.html').replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => parts[name] ?? ''));
}

function read(name: string): string {
  return readFileSync(new URL(name, FOLDER), 'utf8').replaceAll('\r\n', '\n');
}

function sourceHash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
