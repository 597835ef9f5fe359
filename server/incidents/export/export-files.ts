import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../../db/database.ts';
import type { SigningKey } from '../../secrets/signing-key.ts';
import { bareMime } from '../evidence/clip-mime.ts';
import { readEvidence } from '../evidence/evidence-service.ts';
import type { IncidentScope } from '../incident-author.ts';
import { readChanges } from '../incident-changes.ts';
import type { ArchiveFile } from './export-archive.ts';
import type { ExportedEvidence, ExportFacts } from './export-facts.ts';
import { manifestBytes, type ChangeSummary, type ListedFile } from './export-manifest.ts';
import { remuxClip } from './clip-remux.ts';
import { revisionsAfter } from './export-repository.ts';
import { reportOf } from './report/report-contents.ts';
import { reportHtml } from './report/report-html.ts';
import { reportMarkdown } from './report/report-markdown.ts';

export interface ExportFilesDeps {
  readonly db: Database;
  readonly signingKey: SigningKey;
  /** Program that repacks clips; it need not exist. */
  readonly ffmpeg: string;
  /** The page that checks exports. */
  readonly verifyPage: Buffer;
}

/** What is made so far; grows with each file. */
interface Progress {
  readonly deps: ExportFilesDeps;
  readonly scope: IncidentScope;
  readonly facts: ExportFacts;
  readonly files: ListedFile[];
  readonly changes: ChangeSummary[];
  readonly notes: Set<string>;
}

/** Each may hold two whole reports. */
const REVISIONS_AT_ONCE = 10;
const NO_FFMPEG =
  'Clips are only here as MPEG-TS: ffmpeg, which repacks them as MP4, is not installed on the server.';

/** The files of an export in the order in which they are written; each is made when the one before is complete. */
export async function* exportFiles(
  deps: ExportFilesDeps,
  scope: IncidentScope,
  facts: ExportFacts,
  signal: AbortSignal,
): AsyncGenerator<ArchiveFile> {
  const progress: Progress = { deps, scope, facts, files: [], changes: [], notes: new Set() };
  for (const piece of facts.evidence) {
    if (piece.bytes === null) continue;
    if (piece.evidence.kind === 'clip') yield* clipFiles(progress, piece, signal);
    else yield pictureFile(progress, piece);
  }
  const changes = changesJson(progress);
  yield listed(progress, { path: 'changes.json', mediaType: 'application/json' }, changes);
  const report = reportOf({ ...progress, notes: [...progress.notes] });
  const markdown = reportMarkdown(report);
  yield listed(progress, { path: 'report.md', mediaType: 'text/markdown' }, [Buffer.from(markdown)]);
  const html = reportHtml(report, async ({ evidence: piece }) => bytesOf(progress, piece));
  yield listed(progress, { path: 'report.html', mediaType: 'text/html' }, encoded(html));
  const keyText = `${deps.signingKey.publicPem}Fingerprint: ${deps.signingKey.fingerprint}\n`;
  yield listed(progress, { path: 'public-key.txt', mediaType: 'text/plain' }, [Buffer.from(keyText)]);
  yield listed(progress, { path: 'verify.html', mediaType: 'text/html' }, [deps.verifyPage]);
  const manifest = manifestBytes({ ...progress, notes: [...progress.notes] });
  yield { path: 'manifest.json', body: [manifest] };
  yield { path: 'manifest.sig', body: [deps.signingKey.sign(manifest)], isPacked: true };
}

type Listing = Pick<ListedFile, 'path' | 'mediaType' | 'evidence' | 'madeFrom'>;

/** A file that the manifest will list. */
function listed({ files }: Progress, file: Listing, body: ArchiveFile['body']): ArchiveFile {
  return {
    path: file.path,
    body,
    isPacked: file.evidence !== undefined,
    onWritten: (written) => void files.push({ ...file, ...written }),
  };
}

function pictureFile(progress: Progress, piece: ExportedEvidence): ArchiveFile {
  async function* body(): AsyncGenerator<Buffer> {
    yield await bytesOf(progress, piece);
  }
  const file = { path: `snapshots/${stemOf(piece)}.jpg`, mediaType: mediaTypeOf(piece), evidence: piece };
  return listed(progress, file, body());
}

/** A clip lies in a folder of its own meanwhile, so that a slow reader keeps no video in memory. */
async function* clipFiles(
  progress: Progress,
  piece: ExportedEvidence,
  signal: AbortSignal,
): AsyncGenerator<ArchiveFile> {
  const folder = await mkdtemp(join(tmpdir(), 'sentinel-export-'));
  try {
    const [from, to] = [join(folder, 'clip.ts'), join(folder, 'clip.mp4')];
    await writeFile(from, await bytesOf(progress, piece), { signal });
    const path = `clips/${stemOf(piece)}.ts`;
    const original = { path, mediaType: mediaTypeOf(piece), evidence: piece };
    yield listed(progress, original, contentsOf(from));
    const outcome = await remuxClip(progress.deps.ffmpeg, { from, to }, signal);
    if (outcome === 'absent') progress.notes.add(NO_FFMPEG);
    if (outcome === 'failed') progress.notes.add(`ffmpeg could not repack ${path} as MP4.`);
    if (outcome !== 'done') return;
    const repacked = { path: `clips/${stemOf(piece)}.mp4`, mediaType: 'video/mp4', madeFrom: path };
    yield listed(progress, { ...repacked, evidence: piece }, contentsOf(to));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Opened only when it is read, so that what is never read needs no closing. */
async function* contentsOf(file: string): AsyncGenerator<Buffer> {
  yield* createReadStream(file);
}

/** Every change with what it replaced, oldest first; remembers who changed what for the manifest. */
async function* changesJson({ deps, facts, changes }: Progress): AsyncGenerator<Buffer> {
  let separator = '[\n';
  let last = 0;
  for (;;) {
    const rows = await revisionsAfter(deps.db.read, facts.incident.id, last, REVISIONS_AT_ONCE);
    for (const row of rows) {
      const { id, by, byName: by_name, undoes } = row;
      const replaced = readChanges(row.changes);
      const change = { id, at: row.at.toISOString(), by, by_name, undoes };
      changes.push({ ...change, fields: replaced.map(({ field }) => field) });
      yield Buffer.from(`${separator}${JSON.stringify({ ...change, changes: replaced }, null, 2)}`);
      separator = ',\n';
      last = id;
    }
    if (rows.length < REVISIONS_AT_ONCE) break;
  }
  yield Buffer.from(last === 0 ? '[]\n' : '\n]\n');
}

async function* encoded(text: AsyncIterable<string>): AsyncGenerator<Buffer> {
  for await (const part of text) yield Buffer.from(part);
}

async function bytesOf(
  { deps, scope, facts }: Progress,
  piece: ExportedEvidence | undefined,
): Promise<Buffer> {
  const wanted = { incidentId: facts.incident.id, evidenceId: piece?.evidence.id ?? 0 };
  return (await readEvidence(deps, scope, wanted)).data;
}

function mediaTypeOf({ evidence }: ExportedEvidence): string {
  return bareMime(evidence.data_mime ?? '') || 'application/octet-stream';
}

/** `<evidence id>-<camera>`; nothing of a name reaches a path but letters, digits and dashes. */
function stemOf({ evidence, cameraName }: ExportedEvidence): string {
  const words = (cameraName ?? evidence.camera_id ?? '').toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return [evidence.id, ...words].join('-').slice(0, 60).replace(/-$/, '');
}
