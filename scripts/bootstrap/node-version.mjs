const OLDEST_MAJOR = 20;

/**
 * One sentence that says why this Node cannot run the bootstrap, or undefined when it can.
 * The server itself runs on the Node 24 that `npm ci` puts into node_modules.
 * @param {string} version as in `process.versions.node`
 * @returns {string | undefined}
 */
export function nodeVersionProblem(version) {
  const major = Number.parseInt(version, 10);
  if (major >= OLDEST_MAJOR) return undefined;
  return `Sentinel Command Center needs Node.js ${OLDEST_MAJOR} or newer to start; this is Node.js ${version}. Install a current version from https://nodejs.org and try again.`;
}
