import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { timestamp } from '../primitives.ts';

export const INCIDENT_SEVERITIES = ['low', 'medium', 'high', 'critical'] as const;
export const incidentSeverity = z.enum(INCIDENT_SEVERITIES);
export type IncidentSeverity = z.infer<typeof incidentSeverity>;

export const INCIDENT_STATUSES = ['open', 'acknowledged', 'resolved', 'dismissed'] as const;
export const incidentStatus = z.enum(INCIDENT_STATUSES);
export type IncidentStatus = z.infer<typeof incidentStatus>;

/** An incident without its evidence. */
export const incident = z.object({
  id: z.number().int(),
  camera_id: z.string().nullable(),
  title: z.string(),
  summary: z.string(),
  /** Markdown; empty while there is none. */
  report: z.string(),
  severity: incidentSeverity,
  status: incidentStatus,
  /** `user:<id>` for a person, `mcp:<key name>` for an agent. */
  created_by: z.string(),
  created_at: timestamp,
  updated_at: timestamp,
  resolved_at: timestamp.nullable(),
  resolved_by: z.string().nullable(),
  evidence_count: z.number().int(),
});
export type Incident = z.infer<typeof incident>;

/** One piece of evidence; its bytes have a route of their own. */
export const evidence = z.object({
  id: z.number().int(),
  incident_id: z.number().int(),
  kind: z.enum(['observation', 'snapshot', 'clip']),
  text: z.string().nullable(),
  camera_id: z.string().nullable(),
  has_data: z.boolean(),
  data_mime: z.string().nullable(),
  timestamp,
});
export type Evidence = z.infer<typeof evidence>;

export const incidentDetail = incident.extend({
  /** Oldest first. */
  evidence: z.array(evidence),
});
export type IncidentDetail = z.infer<typeof incidentDetail>;

/** One change of an incident. */
const revision = z.object({
  id: z.number().int(),
  at: timestamp,
  /** Author tag like `created_by`. */
  by: z.string(),
  /** Name of the person or key as it was then. */
  by_name: z.string(),
  /** Fields with their values before and after. */
  changes: z.array(
    z.object({ field: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
  ),
  /** The change that this one took back. */
  undoes: z.number().int().nullable(),
  /** Whether it can be taken back now: its fields still have the values it gave them. */
  can_undo: z.boolean(),
});
export type IncidentRevision = z.infer<typeof revision>;

const tag = 'incidents';
const incidentId = z.object({ incident_id: z.coerce.number().int() });
const evidenceId = incidentId.extend({ evidence_id: z.coerce.number().int() });
const files = { max: 120, per: 'minute' } as const;
const one = '/api/incidents/{incident_id}';

export const incidents = {
  create: endpoint({
    method: 'POST',
    path: '/api/incidents',
    access: 'admin',
    tag,
    limit: { max: 60, per: 'minute' },
    summary: 'File an incident',
    successStatus: 201,
    body: z.object({
      title: z.string().min(1).max(200),
      summary: z.string().min(1).max(20_000),
      /** One of the four; another word is a 400. */
      severity: z.string().default('medium'),
      camera_id: z.string().max(200).nullish(),
    }),
    response: incidentDetail,
  }),
  list: endpoint({
    method: 'GET',
    path: '/api/incidents',
    access: 'admin',
    tag,
    summary: 'Incidents, newest first',
    query: z.object({
      status: z.string().max(40).optional(),
      severity: z.string().max(40).optional(),
      camera_id: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
      offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
    }),
    response: z.object({
      total: z.number().int(),
      limit: z.number().int(),
      offset: z.number().int(),
      incidents: z.array(incident),
    }),
  }),
  counts: endpoint({
    method: 'GET',
    path: '/api/incidents/counts',
    access: 'admin',
    tag,
    summary: 'How many incidents there are',
    response: z.object({
      open: z.number().int(),
      open_critical: z.number().int(),
      open_high: z.number().int(),
      total: z.number().int(),
    }),
  }),
  get: endpoint({
    method: 'GET',
    path: one,
    access: 'admin',
    tag,
    summary: 'One incident with its evidence',
    params: incidentId,
    response: incidentDetail,
  }),
  change: endpoint({
    method: 'PATCH',
    path: one,
    access: 'admin',
    tag,
    limit: { max: 120, per: 'minute' },
    summary: 'Change an incident; what is not named, or null, stays',
    params: incidentId,
    body: z.object({
      status: z.string().nullish(),
      severity: z.string().nullish(),
      summary: z.string().max(20_000).nullish(),
      report: z.string().max(200_000).nullish(),
    }),
    response: incidentDetail,
  }),
  remove: endpoint({
    method: 'DELETE',
    path: one,
    access: 'admin',
    tag,
    limit: { max: 60, per: 'minute' },
    summary: 'Delete an incident and its evidence for good',
    params: incidentId,
    response: z.object({ deleted: z.number().int() }),
  }),
  revisions: endpoint({
    method: 'GET',
    path: `${one}/revisions`,
    access: 'admin',
    tag,
    summary: 'Who changed an incident, when and how, newest first',
    params: incidentId,
    response: z.object({ revisions: z.array(revision) }),
  }),
  undo: endpoint({
    method: 'POST',
    path: `${one}/revisions/{revision_id}/undo`,
    access: 'admin',
    tag,
    limit: { max: 60, per: 'minute' },
    summary: 'Take a change back; 409 when its fields were changed again since',
    params: incidentId.extend({ revision_id: z.coerce.number().int() }),
    response: incidentDetail,
  }),
  addEvidence: endpoint({
    method: 'POST',
    path: `${one}/evidence`,
    access: 'admin',
    tag,
    limit: { max: 60, per: 'minute' },
    summary: 'Add an observation, a picture taken now, or a clip of the last seconds',
    successStatus: 201,
    params: incidentId,
    body: z.discriminatedUnion('kind', [
      z.object({
        kind: z.literal('observation'),
        text: z.string().trim().min(1, 'Write what was seen').max(20_000),
        camera_id: z.string().max(200).nullish(),
      }),
      z.object({
        kind: z.literal('snapshot'),
        camera_id: z.string().max(200),
        note: z.string().max(2000).nullish(),
      }),
      z.object({
        kind: z.literal('clip'),
        camera_id: z.string().max(200),
        duration_seconds: z.number().int().min(2).max(60).default(15),
        note: z.string().max(2000).nullish(),
      }),
    ]),
    response: evidence,
  }),
  evidence: endpoint({
    method: 'GET',
    path: `${one}/evidence/{evidence_id}`,
    access: 'admin',
    tag,
    limit: files,
    summary: 'Bytes of a picture or clip; a single range is honoured',
    params: evidenceId,
    produces: 'application/octet-stream',
  }),
  playlist: endpoint({
    method: 'GET',
    path: `${one}/evidence/{evidence_id}/playlist.m3u8`,
    access: 'admin',
    tag,
    limit: files,
    summary: 'A clip as HLS',
    params: evidenceId,
    produces: 'application/vnd.apple.mpegurl',
  }),
  export: endpoint({
    method: 'GET',
    path: `${one}/export`,
    access: 'admin',
    tag,
    limit: { max: 30, per: 'hour' },
    summary: 'Report and evidence as one signed ZIP that shows later changes',
    params: incidentId,
    produces: 'application/zip',
  }),
  signingKey: endpoint({
    method: 'GET',
    path: '/api/incidents/signing-key',
    access: 'admin',
    tag,
    summary: 'Public key that exports of this installation are signed with',
    response: z.object({
      algorithm: z.literal('Ed25519'),
      /** Base64 of the 32 bytes. */
      public_key: z.string(),
      /** First 32 hex digits of the SHA-256 of the key, in groups of four: to compare by eye. */
      fingerprint: z.string(),
    }),
  }),
};
