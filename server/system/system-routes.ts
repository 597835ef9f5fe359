import { system } from '../contract/system.ts';
import type { RouteBinder } from '../http/route-binder.ts';
import type { Discovery } from '../discovery/create-discovery.ts';
import { sendJson } from '../http/send.ts';
import type { HealthService } from './health-service.ts';
import type { Installation, InstallationWarning } from './installation.ts';

export interface SystemRouteServices {
  readonly health: HealthService;
  readonly version: string;
  readonly installation: Installation;
  readonly discovery: Pick<Discovery, 'network'>;
  /** What is wrong with the backups. */
  readonly backupWarnings: () => Promise<readonly InstallationWarning[]>;
}

/** Health for machines, and what an administrator must know of this installation. */
export function systemRoutes(binder: RouteBinder, services: SystemRouteServices): void {
  const { health, version } = services;
  binder.bind(system.health, () => ({ status: 'healthy' as const, version }));
  binder.bind(system.detailed, () => health.detailed());
  binder.bind(system.loops, () => ({ loops: health.loops() }));
  binder.bind(system.ready, async ({ query, response }) => {
    const answer = await health.ready(query.nocache === '1');
    sendJson(response, answer.ready ? 200 : 503, answer);
    return answer;
  });
  binder.bind(system.network, () => services.discovery.network());
  binder.bind(system.installation, async () => ({
    version,
    lan_urls: [...services.installation.lanUrls()],
    port: services.installation.port,
    warnings: [...(await services.installation.warnings()), ...(await services.backupWarnings())],
  }));
}
