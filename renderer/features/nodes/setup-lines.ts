import type { System } from '../agents/connect/client-lines.ts';

/** What a new node signs on with. */
export interface NodeLogin {
  readonly nodeId: string;
  readonly key: string;
}

/** Leads to the newest node program for Windows. */
export const WINDOWS_DOWNLOAD = '/downloads/windows/x86_64';

/** Connects a node whose program is installed. It works on plain http, which the node's own wizard refuses. */
export function quickSetupLine(url: string, { nodeId, key }: NodeLogin): string {
  return `sourcebox-sentry-cloudnode setup --url ${url} --node-id ${nodeId} --key ${key}`;
}

/**
 * The line that connects a computer. On Linux and macOS it fetches the node program as well; on Windows the program
 * must be installed already. Only Linux can be asked to start it with the computer.
 */
export function installLine(system: System, url: string, login: NodeLogin): string {
  if (system === 'windows') return quickSetupLine(url, login);
  const service = system === 'linux' ? ' --install-service' : '';
  const { nodeId, key } = login;
  return `curl -fsSL ${url}/install.sh | bash -s -- --url ${url} --node-id ${nodeId} --key ${key}${service}`;
}

/** The same as environment variables, for containers and services. */
export function environmentLines(url: string, { nodeId, key }: NodeLogin): string {
  return [
    `SOURCEBOX_SENTRY_API_URL=${url}`,
    `SOURCEBOX_SENTRY_NODE_ID=${nodeId}`,
    `SOURCEBOX_SENTRY_API_KEY=${key}`,
  ].join('\n');
}
