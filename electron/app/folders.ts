import { app } from 'electron';
import { join } from 'node:path';
import { PRODUCT_NAME, WINDOWS_APP_ID } from './product.ts';

export interface Folders {
  /** Database, secrets, backups: the server's data directory. */
  readonly data: string;
  readonly logs: string;
}

/**
 * Names the program, and puts everything of the shell inside the server's data directory. Call first: Electron reads these paths when it is
 * ready and when the single-instance lock is taken.
 */
export function setupFolders(dataDir: string): Folders {
  app.setName(PRODUCT_NAME);
  app.setAppUserModelId(WINDOWS_APP_ID);
  app.setPath('userData', join(dataDir, 'shell'));
  const logs = join(dataDir, 'logs');
  app.setAppLogsPath(logs);
  return { data: dataDir, logs };
}
