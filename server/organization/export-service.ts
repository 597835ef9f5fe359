import { Readable } from 'node:stream';
import type { Logger } from 'pino';
import { ZipFile } from 'yazl';
import { writeAudit } from '../audit/audit-writer.ts';
import { downloadName } from '../audit/download.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { getTableName } from '../db/drizzle.ts';
import type { Changer } from '../settings/settings-service.ts';
import { ownedTables } from './data-inventory.ts';
import { exportTable } from './table-export.ts';

export interface ExportDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface DataExport {
  readonly name: string;
  /** The ZIP archive; nothing of it is made before it is read. */
  readonly archive: NodeJS.ReadableStream;
}

interface ManifestTable {
  readonly name: string;
  readonly rows: number;
  readonly filename: string;
}

/** Notes the export in the audit log, then begins it: a ZIP of one JSON file for each table, the manifest last. */
export async function beginExport(deps: ExportDeps, by: Changer): Promise<DataExport> {
  const { principal, address } = by;
  const { orgId } = principal;
  const now = deps.clock.now();
  const name = downloadName({ prefix: 'gdpr-export', orgId, now, extension: 'zip' });
  const entry = { orgId, event: 'gdpr_export', actor: { principal }, address, details: { filename: name } };
  await deps.db.write((tx) => writeAudit(tx, entry, deps));
  return { name, archive: archiveOf(deps.db, orgId, now) };
}

function archiveOf(db: Database, orgId: string, now: Date): NodeJS.ReadableStream {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  const tables: ManifestTable[] = [];
  let current: Readable | undefined;
  zip.on('error', (error: Error) => output.destroy(error));
  output.once('close', () => current?.destroy());
  /** Files are made one after the other, each when the one before is complete. */
  const add = (filename: string, text: () => AsyncIterable<string> | Iterable<string>) => {
    zip.addReadStreamLazy(filename, { mtime: now }, (ready) => {
      current = Readable.from(text());
      ready(null, current);
    });
  };
  for (const entry of ownedTables) {
    const name = getTableName(entry.table);
    const filename = `${name}.json`;
    add(filename, () => exportTable(db.read, entry, orgId, (rows) => tables.push({ name, rows, filename })));
  }
  add('manifest.json', () => [manifest(orgId, now, tables)]);
  zip.end();
  return output;
}

function manifest(orgId: string, now: Date, tables: readonly ManifestTable[]): string {
  const text = {
    org_id: orgId,
    exported_at: now.toISOString(),
    format_version: 1,
    spec: 'One JSON array for each table of the organization, with a row for each element; times are UTC.',
    tables,
    excluded: {
      recordings: 'Video stays on the camera nodes; this server keeps only some seconds of it, in memory.',
      incident_evidence_blobs: 'Pictures and clips of incidents are listed without their bytes (has_data).',
    },
  };
  return `${JSON.stringify(text, null, 2)}\n`;
}
