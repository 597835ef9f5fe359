import { unzipSync } from 'fflate';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import { describe, expect, it } from 'vitest';
import { getTableColumns } from '../../../server/db/drizzle.ts';
import { ownedTables } from '../../../server/organization/data-inventory.ts';
import type { Answer } from '../../support/test-client.ts';
import { openControlPlane, type ControlPlane } from './control-plane.ts';
import { cellMark, fillEveryTable, tableNames } from './filled-tables.ts';

const EXPORT = '/api/gdpr/export';

type Files = ReadonlyMap<string, string>;

/** Unpacks the archive; fflate reads the central directory and checks sizes as it inflates. */
function filesOf(answer: Answer): Files {
  const entries = Object.entries(unzipSync(new Uint8Array(answer.bytes)));
  return new Map(entries.map(([name, bytes]) => [name, Buffer.from(bytes).toString('utf8')]));
}

function rowsOf(files: Files, table: string): Record<string, unknown>[] {
  return JSON.parse(files.get(`${table}.json`) ?? '') as Record<string, unknown>[];
}

async function addMotionEvents(plane: ControlPlane, orgId: string, count: number): Promise<void> {
  await plane.db.write(async (tx) => {
    // Few distinct times: pages must not lose or repeat rows of the same instant.
    tx.run(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})
       INSERT INTO motion_events (org_id, camera_id, node_id, score, timestamp)
       SELECT '${orgId}', 'cam', 'node', i % 100, '2026-02-0' || (1 + i % 3) || 'T00:00:00.000Z' FROM n`,
    );
  });
}

describe('data export', () => {
  it('rest 78: a valid ZIP with one file for each table of the organization, the manifest last', async () => {
    await using plane = await openControlPlane();
    fillEveryTable(plane.databaseFile, 'org_red');
    fillEveryTable(plane.databaseFile, 'org_blue');
    const answer = await plane.person('org_red').post(EXPORT);
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/zip',
      'content-disposition': 'attachment; filename="gdpr-export-org_red-20260301.zip"',
      'cache-control': 'no-store',
    });
    const files = filesOf(answer);
    expect([...files.keys()]).toEqual([...tableNames.map((name) => `${name}.json`), 'manifest.json']);
    expect(JSON.parse(files.get('manifest.json') ?? '')).toEqual({
      org_id: 'org_red',
      exported_at: '2026-03-01T12:00:00.000Z',
      format_version: 1,
      spec: expect.any(String),
      tables: tableNames.map((name) => ({
        name,
        rows: rowsOf(files, name).length,
        filename: `${name}.json`,
      })),
      excluded: { recordings: expect.any(String), incident_evidence_blobs: expect.any(String) },
    });
    expect(rowsOf(files, 'cameras')[0]).toMatchObject({ org_id: 'org_red', continuous_24_7: true });
    expect(rowsOf(files, 'incident_evidence')[0]).toMatchObject({ has_data: true });
  });

  it('rest 78: no secret, hash, evidence byte or mail body, and nothing of another organization', async () => {
    await using plane = await openControlPlane();
    fillEveryTable(plane.databaseFile, 'org_red');
    fillEveryTable(plane.databaseFile, 'org_blue');
    const text = [...filesOf(await plane.person('org_red').post(EXPORT)).values()].join('\n');
    expect(text).toContain('org_red:cameras:name');
    expect(text).not.toContain('org_blue');
    for (const { table, omit } of ownedTables) {
      for (const [name, column] of Object.entries(getTableColumns(table)) as [string, SQLiteColumn][]) {
        const isLeftOut = omit.includes(name) || column.getSQLType() === 'blob';
        if (isLeftOut) expect(text).not.toContain(cellMark('org_red', column));
      }
    }
  });

  it('rest 78: the audit row is there before the archive, and in it', async () => {
    await using plane = await openControlPlane();
    const answer = await plane.person('org_red').post(EXPORT);
    const [row] = plane.audit('org_red');
    expect(row).toMatchObject({ event: 'gdpr_export', username: 'admin@org_red.example' });
    expect(row?.details).toBe('{"filename":"gdpr-export-org_red-20260301.zip"}');
    expect(rowsOf(filesOf(answer), 'audit_log')).toMatchObject([{ event: 'gdpr_export' }]);
  });

  it('files are JSON arrays indented by two, empty ones too', async () => {
    await using plane = await openControlPlane();
    fillEveryTable(plane.databaseFile, 'org_red');
    await addMotionEvents(plane, 'org_red', 3);
    for (const [name, text] of filesOf(await plane.person('org_red').post(EXPORT))) {
      expect(text.trimEnd(), name).toBe(JSON.stringify(JSON.parse(text), null, 2));
    }
    for (const [name, text] of filesOf(await plane.person('org_empty').post(EXPORT))) {
      if (!['manifest.json', 'audit_log.json'].includes(name)) expect(text, name).toBe('[]\n');
    }
  });

  it('a table of several portions arrives whole, every row once', async () => {
    await using plane = await openControlPlane();
    await addMotionEvents(plane, 'org_red', 1730);
    await addMotionEvents(plane, 'org_blue', 40);
    const rows = rowsOf(filesOf(await plane.person('org_red').post(EXPORT)), 'motion_events');
    expect(new Set(rows.map(({ id }) => id)).size).toBe(1730);
    expect(rows).toHaveLength(1730);
  });

  it('rest 78: members may not, and the fourth within an hour is refused', async () => {
    await using plane = await openControlPlane();
    expect((await plane.person('org_red', 'member').post(EXPORT)).status).toBe(403);
    const admin = plane.person('org_red');
    for (let turn = 0; turn < 3; turn += 1) expect((await admin.post(EXPORT)).status).toBe(200);
    expect((await admin.post(EXPORT)).status).toBe(429);
    expect(plane.audit('org_red')).toHaveLength(3);
  });

  it('unusual characters of an organization id do not reach the file name', async () => {
    await using plane = await openControlPlane();
    const answer = await plane.person('org/"é\u20ac x').post(EXPORT);
    expect(answer.headers['content-disposition']).toBe(
      'attachment; filename="gdpr-export-org-----x-20260301.zip"',
    );
  });
});

describe('a reader who leaves', () => {
  it('ends the export; the next one works', async () => {
    await using plane = await openControlPlane();
    await addMotionEvents(plane, 'org_red', 30_000);
    const admin = plane.person('org_red');
    const response = await fetch(plane.url + EXPORT, { method: 'POST', headers: admin.headers });
    await response.body?.cancel();
    const rows = rowsOf(filesOf(await admin.post(EXPORT)), 'motion_events');
    expect(rows).toHaveLength(30_000);
  });
});
