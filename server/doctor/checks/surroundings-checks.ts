import { connect } from 'node:net';
import type { Config } from '../../config/config.ts';
import type { NetworkFacts } from '../../contract/system.ts';
import { findingsOf, type Finding } from '../finding.ts';

const ANSWER_WITHIN_MS = 5_000;

/** Whether the running server answers on its port. */
export async function checkOwnPort(url: string, port: number): Promise<Finding> {
  const { ok, bad } = findingsOf('port');
  try {
    const answer = await fetch(`${url}/api/health`, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    await answer.arrayBuffer();
    if (answer.status === 200) return ok('port_ok', { port });
  } catch {
    // Falls through to the same advice as a wrong answer.
  }
  return bad('port_silent', { port });
}

/** Whether a server that is to start will have its port for itself. */
export function checkFreePort({ host, port }: Pick<Config, 'host' | 'port'>): Promise<Finding> {
  const { ok, bad } = findingsOf('port');
  const target = ['0.0.0.0', '::', ''].includes(host) ? '127.0.0.1' : host;
  return new Promise((resolve) => {
    const probe = connect({ port, host: target, timeout: ANSWER_WITHIN_MS });
    const answer = (finding: Finding): void => {
      probe.destroy();
      resolve(finding);
    };
    probe.once('connect', () => answer(bad('port_taken', { port })));
    probe.once('timeout', () => answer(ok('port_free', { port })));
    probe.once('error', () => answer(ok('port_free', { port })));
  });
}

/** Whether there are pages to show. */
export function checkDashboard(staticDir: string | undefined): Finding {
  const { ok, bad } = findingsOf('dashboard');
  return staticDir === undefined ? bad('dashboard_missing') : ok('dashboard_ok');
}

/** Whether other devices come through, as far as this computer can know. */
export function checkNetwork(network: Pick<NetworkFacts, 'reach' | 'platform'>, port: number): Finding {
  const { ok, warn, bad, unknown } = findingsOf('network');
  switch (network.reach) {
    case 'reached':
      return ok('network_ok');
    case 'not_yet':
      return unknown('network_not_yet', { port });
    case 'blocked':
      return bad('network_blocked', { port, platform: network.platform });
    case 'no_network':
      return warn('network_none');
    case 'this_computer_only':
      return ok('network_local_only');
    case 'behind_proxy':
      return ok('network_proxy');
  }
}
