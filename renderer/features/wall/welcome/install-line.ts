import type { System } from '../../agents/connect/client-lines.ts';
import { quickSetupLine } from '../../nodes/setup-lines.ts';

/** What a new node signs on with. */
export interface NodeLogin {
  readonly nodeId: string;
  readonly key: string;
}

/** Leads to the newest node program for Windows. */
export const WINDOWS_DOWNLOAD = '/downloads/windows/x86_64';

/**
 * The line that connects a computer. On Linux and macOS it fetches the node program as well; on Windows the program
 * must be installed already. Only Linux can be asked to start it with the computer.
 */
export function installLine(system: System, url: string, { nodeId, key }: NodeLogin): string {
  if (system === 'windows') return quickSetupLine(url, nodeId, key);
  const service = system === 'linux' ? ' --install-service' : '';
  return `curl -fsSL ${url}/install.sh | bash -s -- --url ${url} --node-id ${nodeId} --key ${key}${service}`;
}
