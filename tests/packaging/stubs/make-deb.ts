// Takes the arguments electron-builder gives to fpm and makes the same .deb with Debian's own dpkg-deb.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

const one = { type: 'string' } as const;
const many = { type: 'string', multiple: true } as const;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    source: { ...one, short: 's' },
    target: { ...one, short: 't' },
    force: { type: 'boolean' },
    depends: { ...many, short: 'd' },
    'deb-recommends': many,
    'deb-compression': one,
    'deb-priority': one,
    architecture: one,
    'after-install': one,
    'after-remove': one,
    'before-remove': one,
    description: one,
    version: one,
    package: one,
    name: one,
    maintainer: one,
    vendor: one,
    url: one,
    category: one,
    license: one,
  },
});

/** `from=to`; a folder's contents when `from` ends in a slash. */
function copyInto(tree: string, mapping: string): void {
  const at = mapping.indexOf('=');
  const from = mapping.slice(0, at);
  const to = join(tree, mapping.slice(at + 1));
  mkdirSync(dirname(to), { recursive: true });
  if (statSync(from).isDirectory()) cpSync(from, to, { recursive: true, verbatimSymlinks: true });
  else copyFileSync(from, to);
}

function control(): string {
  const [summary = '', ...more] = (values.description ?? '').split('\n');
  const fields = {
    Package: values.name,
    Version: values.version,
    Architecture: values.architecture,
    Maintainer: values.maintainer,
    Section: values.category,
    Priority: values['deb-priority'],
    Homepage: values.url,
    Depends: values.depends?.join(', '),
    Recommends: values['deb-recommends']?.join(', '),
    Description: [summary, ...more.map((line) => ` ${line.trim()}`)].join('\n'),
  };
  const lines = Object.entries(fields).filter(([, value]) => value !== undefined);
  return `${lines.map(([name, value]) => `${name}: ${String(value)}`).join('\n')}\n`;
}

function script(tree: string, name: string, from: string | undefined): void {
  if (from === undefined) return;
  copyFileSync(from, join(tree, 'DEBIAN', name));
  chmodSync(join(tree, 'DEBIAN', name), 0o755);
}

const tree = mkdtempSync(join(tmpdir(), 'sentinel-deb-'));
try {
  chmodSync(tree, 0o755);
  mkdirSync(join(tree, 'DEBIAN'));
  for (const mapping of positionals) copyInto(tree, mapping);
  writeFileSync(join(tree, 'DEBIAN', 'control'), control());
  script(tree, 'postinst', values['after-install']);
  script(tree, 'prerm', values['before-remove']);
  script(tree, 'postrm', values['after-remove']);
  execFileSync('dpkg-deb', ['--root-owner-group', '-Zgzip', '-z1', '--build', tree, values.package ?? '']);
} finally {
  rmSync(tree, { recursive: true, force: true });
}
