import type { Clock } from '../../clock.ts';
import type { IncidentDetail } from '../../contract/incidents/incidents.ts';
import type { Database } from '../../db/database.ts';
import type { SigningKey } from '../../secrets/signing-key.ts';
import { timeZoneOf } from '../../settings/settings-service.ts';
import { storedEvidence, type StoredEvidence } from '../evidence/evidence-service.ts';
import type { IncidentAuthor } from '../incident-author.ts';
import { incidentDetail } from '../incident-views.ts';
import { cameraNames, personName } from './export-repository.ts';

export interface ExportFactsDeps {
  readonly db: Database;
  readonly clock: Clock;
  /** Version of the product. */
  readonly version: string;
  readonly signingKey: SigningKey;
}

/** A person or key; the name is null when it is not known any more. */
export interface Party {
  readonly tag: string;
  readonly name: string | null;
}

export interface ExportedEvidence extends StoredEvidence {
  /** Null for none, or when the camera is gone. */
  readonly cameraName: string | null;
}

/** What an export tells, apart from bytes; as it was at one moment. */
export interface ExportFacts {
  readonly incident: Omit<IncidentDetail, 'evidence'>;
  readonly cameraName: string | null;
  readonly evidence: readonly ExportedEvidence[];
  readonly filedBy: Party;
  readonly organization: { readonly id: string; readonly name: string };
  readonly exportedBy: Party;
  readonly exportedAt: Date;
  /** IANA zone of the organization. */
  readonly timeZone: string;
  readonly version: string;
  readonly key: { readonly publicKey: string; readonly fingerprint: string };
}

/** Collects what is known of an incident. Refused when there is none. */
export async function exportFacts(
  { db, clock, version, signingKey }: ExportFactsDeps,
  author: IncidentAuthor,
  organization: ExportFacts['organization'],
  incidentId: number,
): Promise<ExportFacts> {
  const { evidence: _, ...incident } = await incidentDetail({ db }, author, incidentId);
  const stored = await storedEvidence({ db }, author, incidentId);
  const ids = [incident.camera_id, ...stored.map(({ evidence }) => evidence.camera_id)];
  const names = await cameraNames(db.read, author.orgId, [...new Set(ids.filter((id) => id !== null))]);
  const nameOf = (id: string | null): string | null => names.get(id ?? '') ?? null;
  const { publicKey, fingerprint } = signingKey;
  return {
    incident,
    cameraName: nameOf(incident.camera_id),
    evidence: stored.map((piece) => Object.assign(piece, { cameraName: nameOf(piece.evidence.camera_id) })),
    filedBy: { tag: incident.created_by, name: await nameOfTag(db, author.orgId, incident.created_by) },
    organization,
    exportedBy: { tag: author.tag, name: author.name },
    exportedAt: clock.now(),
    timeZone: await timeZoneOf(db.read, author.orgId),
    version,
    key: { publicKey, fingerprint },
  };
}

/** Tags are `user:<id>` for people and `mcp:<key name>` for agents. */
async function nameOfTag(db: Database, orgId: string, tag: string): Promise<string | null> {
  const [, kind, rest = ''] = /^(user|mcp):(.*)$/s.exec(tag) ?? [];
  if (kind === 'mcp') return rest;
  return kind === 'user' ? personName(db.read, orgId, rest) : null;
}
