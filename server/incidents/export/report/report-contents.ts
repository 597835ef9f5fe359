import type { Capture } from '../../evidence/capture.ts';
import type { ExportedEvidence, ExportFacts, Party } from '../export-facts.ts';
import { differsFromStored, type ListedFile, type ManifestContents } from '../export-manifest.ts';
import { wallTime } from '../export-times.ts';

/** A label and what stands beside it. */
export type Fact = readonly [label: string, value: string];

export interface ReportPiece {
  readonly heading: string;
  readonly facts: readonly Fact[];
  readonly text: string | null;
  /** The picture to show, if it is one. */
  readonly picture: ListedFile | undefined;
  readonly paths: readonly string[];
}

/** What a report says, as plain text: nothing in it is safe to use as markup. */
export interface Report {
  readonly title: string;
  readonly facts: readonly Fact[];
  readonly summary: string;
  /** Markdown as it was written; empty while there is none. */
  readonly body: string;
  readonly pieces: readonly ReportPiece[];
  readonly changes: readonly { readonly when: string; readonly who: string; readonly what: string }[];
  readonly about: readonly string[];
}

const KINDS = { observation: 'Observation', snapshot: 'Picture', clip: 'Clip' } as const;

/** Words for both forms of the report. Times are those of the organization's zone. */
export function reportOf({ facts, files, changes, notes }: ManifestContents): Report {
  const { incident, timeZone, exportedAt, exportedBy } = facts;
  const time = (iso: string): string => wallTime(new Date(iso), timeZone);
  return {
    title: `Incident ${incident.id}: ${incident.title}`,
    facts: incidentFacts(facts, time),
    summary: incident.summary,
    body: incident.report,
    pieces: facts.evidence.map((piece, index) => pieceOf(piece, index, { files, time })),
    changes: changes.map(({ at, by_name: who, fields, undoes }) => ({
      when: time(at),
      who,
      what: `${fields.join(', ')}${undoes === null ? '' : ' (took an earlier change back)'}`,
    })),
    about: [
      `Exported by ${partyName(exportedBy)} at ${wallTime(exportedAt, timeZone)} with Sentinel Command Center ${facts.version}.`,
      'Open verify.html and choose the whole ZIP to see whether a file was changed since. That shows tampering; it does not tell whether the pictures are true, nor whether a court accepts them.',
      `Fingerprint of the signing key: ${facts.key.fingerprint}`,
      ...notes,
    ],
  };
}

function incidentFacts(facts: ExportFacts, time: (iso: string) => string): Fact[] {
  const { incident, cameraName, filedBy, organization } = facts;
  const { camera_id: cameraId, resolved_at: resolvedAt, resolved_by: resolvedBy } = incident;
  const rows: Fact[] = [
    ['Organization', organization.name],
    ['Severity', incident.severity],
    ['Status', incident.status],
    ['Camera', cameraId === null ? 'none' : cameraLabel(cameraName, cameraId)],
    ['Filed', `${time(incident.created_at)} by ${partyName(filedBy)}`],
    ['Last changed', time(incident.updated_at)],
  ];
  return resolvedAt === null
    ? rows
    : [...rows, ['Ended', `${time(resolvedAt)} by ${resolvedBy ?? 'unknown'}`]];
}

function pieceOf(
  piece: ExportedEvidence,
  index: number,
  { files, time }: { readonly files: readonly ListedFile[]; readonly time: (iso: string) => string },
): ReportPiece {
  const { evidence, cameraName, addedBy, capture } = piece;
  const own = files.filter((file) => file.evidence?.evidence.id === evidence.id);
  const original = own.find(({ madeFrom }) => madeFrom === undefined);
  const { camera_id: cameraId, text, kind } = evidence;
  const rows: Fact[] = [['Added', `${time(evidence.timestamp)} by ${addedBy ?? 'unknown'}`]];
  if (cameraId !== null) rows.push(['Camera', cameraLabel(cameraName, cameraId)]);
  if (capture !== null) rows.push(...captureFacts(capture, time));
  if (original !== undefined) {
    rows.push(['File', original.path], ['SHA-256', original.sha256]);
    if (differsFromStored(original) === true) {
      rows.push(['Warning', 'These bytes are not those that were stored when it was captured.']);
    }
  }
  return {
    heading: `${index + 1}. ${KINDS[kind]}`,
    facts: rows,
    text,
    picture: kind === 'snapshot' ? original : undefined,
    paths: own.map(({ path }) => path),
  };
}

function captureFacts(capture: Capture, time: (iso: string) => string): Fact[] {
  const offset = capture.node_clock_offset_ms;
  const clock: Fact[] = offset === null ? [] : [['Clock of the node', clockWords(offset)]];
  if (capture.kind === 'snapshot') {
    const { requested_at: asked, received_at: received, node_time: node } = capture;
    const said: Fact[] = node === null ? [] : [['Time by the node', time(node)]];
    return [['Asked for', time(asked)], ['Received', time(received)], ...said, ...clock];
  }
  const { first_arrival_at: first, last_arrival_at: last, seconds } = capture;
  return [['Video arrived', `${time(first)} to ${time(last)}`], ['Length', `${seconds} s`], ...clock];
}

function clockWords(offsetMs: number): string {
  if (offsetMs === 0) return 'even with the server';
  return `${Math.abs(offsetMs)} ms ${offsetMs > 0 ? 'behind' : 'ahead of'} the server`;
}

function cameraLabel(name: string | null, id: string): string {
  return name === null ? id : `${name} (${id})`;
}

function partyName({ name, tag }: Party): string {
  return name === null ? tag : `${name} (${tag})`;
}
