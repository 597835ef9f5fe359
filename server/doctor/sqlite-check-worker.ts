import { parentPort, workerData } from 'node:worker_threads';
import BetterSqlite3 from 'better-sqlite3';

/** Reads a whole database, which takes seconds and would hold up live video; true when it is sound. */
function isSound(file: string): boolean {
  try {
    const connection = new BetterSqlite3(file, { readonly: true, fileMustExist: true, timeout: 5000 });
    try {
      return connection.pragma('quick_check(1)', { simple: true }) === 'ok';
    } finally {
      connection.close();
    }
  } catch {
    return false;
  }
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread port, not a browser window
parentPort?.postMessage(isSound(String(workerData)));
