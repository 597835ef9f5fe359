import type { ExportedEvidence, ExportFacts } from './export-facts.ts';
import type { Written } from './export-archive.ts';
import { wallTime } from './export-times.ts';

/** A file of the archive as the manifest lists it. */
export interface ListedFile extends Written {
  readonly path: string;
  readonly mediaType: string;
  /** The piece of evidence whose bytes it holds, or was made from. */
  readonly evidence?: ExportedEvidence;
  /** Path of the file it was repacked from; undefined for bytes as they were stored. */
  readonly madeFrom?: string;
}

/** One change, without the texts it replaced. */
export interface ChangeSummary {
  readonly id: number;
  readonly at: string;
  readonly by: string;
  readonly by_name: string;
  readonly fields: readonly string[];
  readonly undoes: number | null;
}

export interface ManifestContents {
  readonly facts: ExportFacts;
  readonly files: readonly ListedFile[];
  /** Oldest first. */
  readonly changes: readonly ChangeSummary[];
  /** What a reader must know, a sentence each. */
  readonly notes: readonly string[];
}

/** Whether stored bytes are others than when they were captured; null when that was not recorded. */
export function differsFromStored({ evidence, madeFrom, sha256 }: ListedFile): boolean | null {
  const stored = evidence?.sha256 ?? null;
  return madeFrom !== undefined || stored === null ? null : stored !== sha256;
}

/** The bytes of `manifest.json`, exactly as they are signed. */
export function manifestBytes({ facts, files, changes, notes }: ManifestContents): Buffer {
  const { exportedAt, timeZone, incident, cameraName, key } = facts;
  const manifest = {
    format: 'sentinel-incident-export',
    format_version: 1,
    product: { name: 'Sentinel Command Center', version: facts.version },
    signing_key: { algorithm: 'Ed25519', public_key: key.publicKey, fingerprint: key.fingerprint },
    organization: facts.organization,
    exported_at: exportedAt.toISOString(),
    exported_by: facts.exportedBy,
    server_time: {
      utc: exportedAt.toISOString(),
      local: wallTime(exportedAt, timeZone),
      time_zone: timeZone,
    },
    incident: { ...incident, camera_name: cameraName, filed_by: facts.filedBy },
    evidence: facts.evidence.map((piece) => evidenceEntry(piece, files)),
    changes,
    files: files.map((file) => fileEntry(file)),
    notes,
  };
  return Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
}

function evidenceEntry(piece: ExportedEvidence, files: readonly ListedFile[]) {
  const { evidence, cameraName, addedBy, capture } = piece;
  const { id, kind, text, camera_id, timestamp } = evidence;
  const paths = files.filter((file) => file.evidence?.evidence.id === id).map(({ path }) => path);
  return { id, kind, text, camera_id, camera_name: cameraName, timestamp, added_by: addedBy, capture, paths };
}

function fileEntry(file: ListedFile) {
  const { path, bytes, sha256, mediaType, evidence: piece, madeFrom } = file;
  const listed = { path, bytes, sha256, media_type: mediaType };
  if (piece === undefined) return listed;
  return {
    ...listed,
    evidence_id: piece.evidence.id,
    kind: piece.evidence.kind,
    camera_id: piece.evidence.camera_id,
    camera_name: piece.cameraName,
    capture: piece.capture,
    made_from: madeFrom ?? null,
    stored_sha256: madeFrom === undefined ? piece.sha256 : null,
    differs_from_stored: differsFromStored(file),
  };
}
