import type { IncomingMessage } from 'node:http';
import type { IdentityProvider, Principal } from '../auth/principal.ts';
import { metrics } from '../contract/metrics.ts';
import { AppError } from '../http/app-error.ts';
import { identify } from '../http/guard/authorize.ts';
import { credentialsOf } from '../http/request-facts.ts';
import type { RouteBinder } from '../http/route-binder.ts';
import { fleetMetrics, type FleetMetricSources } from './fleet-metrics.ts';
import { renderMetrics } from './render-metrics.ts';
import { serverMetrics, type MetricSources } from './server-metrics.ts';

export interface MetricsRoutesDeps {
  readonly isOn: boolean;
  readonly identity: IdentityProvider;
  readonly sources: MetricSources & FleetMetricSources;
}

/** Binds `GET /metrics`: 404 while switched off. */
export function metricsRoutes(binder: RouteBinder, { isOn, identity, sources }: MetricsRoutesDeps): void {
  binder.bind(metrics.read, async ({ request, response }) => {
    if (!isOn) throw AppError.plain(404, 'Figures are switched off on this server (SENTINEL_METRICS).');
    const admin = await adminOf(request, identity);
    const { contentType, text } = await renderMetrics([
      ...(await serverMetrics(sources)),
      ...(admin === undefined ? [] : await fleetMetrics(sources, admin.orgId)),
    ]);
    const bytes = Buffer.from(text);
    response.writeHead(200, {
      'Content-Type': contentType,
      'Content-Length': bytes.length,
      'Cache-Control': 'no-store',
    });
    response.end(bytes);
    return undefined;
  });
}

/** The administrator who asks; undefined for everybody else, whose answer has no rows of cameras and nodes. */
async function adminOf(request: IncomingMessage, identity: IdentityProvider): Promise<Principal | undefined> {
  const { bearer, cookie } = credentialsOf(request);
  if (bearer === undefined && cookie === undefined) return undefined;
  const identified = await identify(request, identity);
  return identified.kind === 'signed-in' && identified.principal.isAdmin ? identified.principal : undefined;
}
