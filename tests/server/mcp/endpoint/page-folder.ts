import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../../support/test-config.ts';

/** A built dashboard of one page. */
export function pageFolder() {
  const folder = temporaryFolder();
  writeFileSync(join(folder.path, 'index.html'), '<!doctype html><title>Dashboard</title>');
  return folder;
}
