import type { IncomingMessage, ServerResponse } from 'node:http';
import type { BodyOf } from '../../contract/endpoint.ts';
import { incidents, type Evidence } from '../../contract/incidents/incidents.ts';
import { AppError } from '../../http/app-error.ts';
import type { RouteBinder } from '../../http/route-binder.ts';
import { personAuthor, type IncidentAuthor, type IncidentScope } from '../incident-author.ts';
import { IncidentRefusal } from '../incident-refusal.ts';
import { byteRange } from './byte-range.ts';
import { bareMime } from './clip-mime.ts';
import { clipPlaylist } from './clip-playlist.ts';
import {
  addObservation,
  attachClip,
  attachSnapshot,
  findStoredEvidence,
  readEvidence,
  type EvidenceDeps,
} from './evidence-service.ts';

const STORED_FOR = 'private, max-age=300';

/** Evidence of incidents; `binder` answers refusals. */
export function evidenceRoutes(binder: RouteBinder, deps: EvidenceDeps): void {
  binder.bind(incidents.addEvidence, (call) =>
    addEvidence(deps, personAuthor(call), call.params.incident_id, call.body),
  );

  binder.bind(incidents.evidence, async ({ principal, params, request, response }) => {
    const { incident_id: incidentId, evidence_id: evidenceId } = params;
    await sendBytes(deps, { orgId: principal.orgId }, { incidentId, evidenceId }, { request, response });
    return undefined;
  });

  binder.bind(incidents.playlist, async ({ principal, params, response }) => {
    const { incident_id: incidentId, evidence_id: evidenceId } = params;
    const wanted = { incidentId, evidenceId };
    const { evidence, bytes } = await findStoredEvidence(deps, { orgId: principal.orgId }, wanted);
    if (evidence.kind !== 'clip' || bytes === null) throw new IncidentRefusal('evidence-not-found');
    const address = `/api/incidents/${incidentId}/evidence/${evidenceId}`;
    const body = Buffer.from(clipPlaylist(evidence.data_mime, address));
    response.setHeader('Content-Type', 'application/vnd.apple.mpegurl');
    response.setHeader('Content-Length', body.length);
    response.setHeader('Cache-Control', STORED_FOR);
    response.end(body);
    return undefined;
  });
}

async function addEvidence(
  deps: EvidenceDeps,
  author: IncidentAuthor,
  incidentId: number,
  body: BodyOf<typeof incidents.addEvidence>,
): Promise<Evidence> {
  if (body.kind === 'observation') {
    return addObservation(deps, author, { incidentId, text: body.text, cameraId: body.camera_id || null });
  }
  const captured = { incidentId, cameraId: body.camera_id, note: body.note?.trim() || null };
  if (body.kind === 'snapshot') return attachSnapshot(deps, author, captured);
  const { evidence } = await attachClip(deps, author, { ...captured, seconds: body.duration_seconds });
  return evidence;
}

async function sendBytes(
  deps: EvidenceDeps,
  scope: IncidentScope,
  wanted: { readonly incidentId: number; readonly evidenceId: number },
  { request, response }: { readonly request: IncomingMessage; readonly response: ServerResponse },
): Promise<void> {
  const { evidence, bytes } = await findStoredEvidence(deps, scope, wanted);
  if (bytes === null) throw new IncidentRefusal('evidence-not-found');
  // Nothing names a version of the file here, so a condition on one never holds and the whole is sent.
  const isConditional = request.headers['if-range'] !== undefined;
  const range = isConditional ? undefined : byteRange(request.headers.range, bytes);
  if (range === 'unsatisfiable') {
    throw AppError.plain(416, 'The file ends before that part.', { 'Content-Range': `bytes */${bytes}` });
  }
  const { start, end } = range ?? { start: 0, end: bytes - 1 };
  const isHead = request.method === 'HEAD';
  const data = isHead ? undefined : (await readEvidence(deps, scope, wanted, range)).data;
  response.statusCode = range === undefined ? 200 : 206;
  if (range !== undefined) response.setHeader('Content-Range', `bytes ${start}-${end}/${bytes}`);
  response.setHeader('Accept-Ranges', 'bytes');
  response.setHeader('Content-Type', bareMime(evidence.data_mime ?? '') || 'application/octet-stream');
  response.setHeader('Content-Length', end - start + 1);
  response.setHeader('Cache-Control', STORED_FOR);
  response.end(data);
}
