import { sendDownload } from '../../audit/download.ts';
import { incidents } from '../../contract/incidents/incidents.ts';
import type { RouteBinder } from '../../http/route-binder.ts';
import { personAuthor } from '../incident-author.ts';
import { refusingBinder } from '../refusing-binder.ts';
import { beginIncidentExport, exportName, type IncidentExportDeps } from './export-service.ts';

const ZIP = 'application/zip';

/**
 * The signed export of an incident and the key to compare. Must be bound before the routes of incidents, which would
 * take `signing-key` for an id.
 */
export function incidentExportRoutes(plainBinder: RouteBinder, deps: IncidentExportDeps): void {
  const binder = refusingBinder(plainBinder);

  binder.bind(incidents.signingKey, () => ({
    algorithm: 'Ed25519' as const,
    public_key: deps.signingKey.publicKey,
    fingerprint: deps.signingKey.fingerprint,
  }));

  binder.bind(incidents.export, async (call) => {
    const { request, response, principal } = call;
    const author = personAuthor(call);
    const id = call.params.incident_id;
    const name = await exportName(deps, author, id);
    if (request.method === 'HEAD') {
      response.setHeader('Content-Type', ZIP);
      response.setHeader('Content-Disposition', `attachment; filename="${name}"`);
      response.setHeader('Cache-Control', 'no-store');
      response.end();
      return undefined;
    }
    const organization = { id: principal.orgId, name: principal.orgName };
    const archive = await beginIncidentExport(deps, author, organization, id);
    await sendDownload(response, { name, type: ZIP }, archive);
    return undefined;
  });
}
