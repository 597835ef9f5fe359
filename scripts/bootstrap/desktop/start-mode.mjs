import { displayProblem, electronProgram } from './electron-program.mjs';

/**
 * @typedef {{ kind: 'desktop', program: string, line: string } | { kind: 'server', line: string }} StartMode
 */

/**
 * What `npm start` launches, and the line that says so and why.
 * @returns {StartMode}
 */
export function startMode() {
  const program = electronProgram(process.env);
  const problem =
    program === undefined
      ? 'Electron is not installed ("npx install-electron" fetches it)'
      : displayProblem(process.platform, process.env, process.getuid?.());
  if (program === undefined || problem !== undefined)
    return { kind: 'server', line: `Starting the server without a window: ${problem}.` };
  return { kind: 'desktop', program, line: 'Starting the desktop program: Electron and a display are here.' };
}
