import { existsSync, readFileSync } from 'node:fs';

const SHOWN_LOG_LINES = 40;
const SHOWN_NPM_LINES = 8;

/** A failure whose message is meant for the person at the keyboard: no stack is printed. */
export class BootstrapFailure extends Error {
  /**
   * @param {string} message what happened and what to do
   * @param {string} [logFile] its last lines are shown under the message
   */
  constructor(message, logFile) {
    super(message);
    this.name = 'BootstrapFailure';
    this.logFile = logFile;
  }
}

/**
 * @param {unknown} error
 * @returns {string} text for the terminal
 */
export function describeFailure(error) {
  if (!(error instanceof BootstrapFailure))
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  if (error.logFile === undefined || !existsSync(error.logFile)) return `\n${error.message}`;
  const all = readFileSync(error.logFile, 'utf8').trimEnd().split('\n');
  // npm says the reason first and much else after it; other tools say it last.
  const npmSays = all.filter((line) => line.startsWith('npm error'));
  const lines = npmSays.length > 0 ? npmSays.slice(0, SHOWN_NPM_LINES) : all.slice(-SHOWN_LOG_LINES);
  return `\n${lines.join('\n')}\n\n${error.message}\nFull log: ${error.logFile}`;
}
