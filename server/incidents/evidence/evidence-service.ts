import { takeNodePicture, type NodePictureDeps } from '../../cameras/snapshots/node-picture.ts';
import type { Evidence } from '../../contract/incidents/incidents.ts';
import type { Transaction } from '../../db/database.ts';
import type { SegmentCache } from '../../streaming/segment-cache.ts';
import type { IncidentAuthor, IncidentScope } from '../incident-author.ts';
import { IncidentRefusal } from '../incident-refusal.ts';
import { updateIncident } from '../incident-repository.ts';
import { publishIncidents, requireCamera, requireIncident, type IncidentDeps } from '../incident-service.ts';
import { clipCaptureOf, readCapture, type Capture, type SnapshotCapture } from './capture.ts';
import { clipMime } from './clip-mime.ts';
import { evidenceSha256, cutClip } from './clip.ts';
import {
  findEvidence,
  insertEvidence,
  nodeOfCamera,
  readBytes,
  selectEvidence,
  type EvidenceRecord,
} from './evidence-repository.ts';
import { evidenceOf } from './evidence-views.ts';
import { nodeClockOffsetMs } from './node-clock.ts';

export interface EvidenceDeps extends IncidentDeps, NodePictureDeps {
  readonly db: IncidentDeps['db'];
  readonly segments: Pick<SegmentCache, 'snapshot'>;
}

/** Adds what was seen, in words (trimmed, not blank). */
export async function addObservation(
  deps: IncidentDeps,
  author: IncidentAuthor,
  observation: {
    readonly incidentId: number;
    readonly text: string;
    readonly cameraId: string | null;
  },
): Promise<Evidence> {
  const { incidentId, text, cameraId } = observation;
  return add(deps, author, incidentId, async (tx) => {
    if (cameraId !== null) await requireCamera(tx, author, cameraId);
    return { kind: 'observation', text, cameraId };
  });
}

interface Captured {
  readonly incidentId: number;
  readonly cameraId: string;
  /** Trimmed; null for none. */
  readonly note: string | null;
}

/** Adds a picture taken now. Throws NodePictureError when the node takes none. */
export async function attachSnapshot(
  deps: EvidenceDeps,
  author: IncidentAuthor,
  { incidentId, cameraId, note }: Captured,
): Promise<Evidence> {
  const { db, clock } = deps;
  await requireIncident(db.read, author, incidentId);
  await requireCamera(db.read, author, cameraId);
  const requestedAt = clock.now();
  const { bytes, nodeId, nodeTime } = await takeNodePicture(deps, author.orgId, cameraId);
  const receivedAt = clock.now();
  const capture: SnapshotCapture = {
    kind: 'snapshot',
    node_id: nodeId,
    requested_at: requestedAt.toISOString(),
    received_at: receivedAt.toISOString(),
    node_time: nodeTime?.toISOString() ?? null,
    node_clock_offset_ms: await nodeClockOffsetMs(db.read, { orgId: author.orgId, nodeId }, receivedAt),
  };
  const dataSha256 = await evidenceSha256([{ bytes }]);
  return add(deps, author, incidentId, async () => {
    const stored = { data: bytes, dataMime: 'image/jpeg', dataSha256, captureJson: JSON.stringify(capture) };
    return { kind: 'snapshot', text: note, cameraId, ...stored };
  });
}

export interface AttachedClip {
  readonly evidence: Evidence;
  readonly segmentCount: number;
  readonly seconds: number;
  readonly bytes: number;
}

/** Adds the last seconds of live video, or what of them is held. Refused when nothing is. */
export async function attachClip(
  deps: EvidenceDeps,
  author: IncidentAuthor,
  { incidentId, cameraId, note, seconds }: Captured & { readonly seconds: number },
): Promise<AttachedClip> {
  const { db, clock, segments } = deps;
  const { orgId } = author;
  await requireIncident(db.read, author, incidentId);
  await requireCamera(db.read, author, cameraId);
  const clip = cutClip(segments.snapshot(cameraId, Number.MAX_SAFE_INTEGER) ?? [], seconds);
  if (clip === undefined || clip.bytes === 0) throw new IncidentRefusal('nothing-buffered');
  const nodeId = await nodeOfCamera(db.read, orgId, cameraId);
  const clockOffsetMs =
    nodeId === null ? null : await nodeClockOffsetMs(db.read, { orgId, nodeId }, clock.now());
  const captureJson = JSON.stringify(clipCaptureOf(clip, clock, { id: nodeId, clockOffsetMs }));
  const dataSha256 = await evidenceSha256(clip.segments);
  const evidence = await add(deps, author, incidentId, async () => {
    // Joined only when it is stored: writes come one at a time, and so do copies of video.
    const data = Buffer.concat(clip.segments.map(({ bytes }) => bytes));
    const dataMime = clipMime(clip.seconds);
    return { kind: 'clip', text: note, cameraId, data, dataMime, dataSha256, captureJson };
  });
  return { evidence, segmentCount: clip.segments.length, seconds: clip.seconds, bytes: clip.bytes };
}

/** What is known of a piece of evidence beside its bytes. */
export interface StoredEvidence {
  readonly evidence: Evidence;
  /** Size; null when it has no bytes. */
  readonly bytes: number | null;
  /** SHA-256 in hex when it was stored. */
  readonly sha256: string | null;
  readonly capture: Capture | null;
  /** Author tag of who added it. */
  readonly addedBy: string | null;
}

/** Evidence of an incident, oldest first; no bytes are read. */
export async function storedEvidence(
  { db }: Pick<IncidentDeps, 'db'>,
  scope: IncidentScope,
  incidentId: number,
): Promise<StoredEvidence[]> {
  await requireIncident(db.read, scope, incidentId);
  return (await selectEvidence(db.read, scope, incidentId)).map((record) => storedOf(record));
}

interface Wanted {
  readonly incidentId: number;
  readonly evidenceId: number;
}

/** One piece of evidence; no bytes are read. */
export async function findStoredEvidence(
  { db }: Pick<IncidentDeps, 'db'>,
  scope: IncidentScope,
  wanted: Wanted,
): Promise<StoredEvidence> {
  await requireIncident(db.read, scope, wanted.incidentId);
  const record = await findEvidence(db.read, scope, wanted);
  if (record === undefined) throw new IncidentRefusal('evidence-not-found');
  return storedOf(record);
}

/** The bytes of a picture or clip, all of them or from `start` to `end` (inclusive). Refused when it has none. */
export async function readEvidence(
  deps: Pick<IncidentDeps, 'db'>,
  scope: IncidentScope,
  wanted: Wanted,
  range?: { readonly start: number; readonly end: number },
): Promise<StoredEvidence & { readonly data: Buffer }> {
  const stored = await findStoredEvidence(deps, scope, wanted);
  if (stored.bytes === null) throw new IncidentRefusal('evidence-not-found');
  const data = await readBytes(
    deps.db.read,
    wanted.evidenceId,
    range ?? { start: 0, end: Math.max(0, stored.bytes - 1) },
  );
  if (data === undefined) throw new IncidentRefusal('evidence-not-found');
  return { ...stored, data };
}

function storedOf(record: EvidenceRecord): StoredEvidence {
  return {
    evidence: evidenceOf(record),
    bytes: record.dataBytes,
    sha256: record.dataSha256,
    capture: readCapture(record.captureJson),
    addedBy: record.addedBy,
  };
}

interface NewEvidence {
  readonly kind: Evidence['kind'];
  readonly text: string | null;
  readonly cameraId: string | null;
  readonly data?: Buffer;
  readonly dataMime?: string;
  readonly dataSha256?: string;
  readonly captureJson?: string;
}

/** Stores evidence with an incident that is still there, and tells dashboards. */
async function add(
  deps: IncidentDeps,
  author: IncidentAuthor,
  incidentId: number,
  make: (tx: Transaction) => Promise<NewEvidence>,
): Promise<Evidence> {
  const record = await deps.db.write(async (tx) => {
    const { id, orgId } = await requireIncident(tx, author, incidentId);
    const made = await make(tx);
    const timestamp = deps.clock.now();
    await updateIncident(tx, id, {}, timestamp);
    const dataBytes = made.data?.length ?? null;
    return insertEvidence(tx, { ...made, orgId, incidentId, dataBytes, addedBy: author.tag, timestamp });
  });
  publishIncidents(deps, author.orgId);
  return evidenceOf(record);
}
