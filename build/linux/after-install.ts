import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');
const THEIRS = join(ROOT, 'node_modules', 'app-builder-lib', 'templates', 'linux', 'after-install.tpl');
const OURS = join(import.meta.dirname, 'after-install.sh');
const FOLDER = join(ROOT, 'dist', 'packaging');

/**
 * What the .deb runs when it was installed: electron-builder's own script (link, sandbox, AppArmor) and after it ours.
 * Answers its file, in which electron-builder still fills in names. Several packagings may run at once.
 */
export function afterInstall(): string {
  const file = join(FOLDER, 'after-install.sh');
  const draft = `${file}.${process.pid}`;
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(draft, `${readFileSync(THEIRS, 'utf8')}\n${readFileSync(OURS, 'utf8')}`);
  renameSync(draft, file);
  return file;
}
