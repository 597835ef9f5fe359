import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { eraseOrganization } from '../../../server/organization/erasure-service.ts';
import { openControlPlane, type ControlPlane } from './control-plane.ts';
import { everyTable, fillEveryTable, rowCounts } from './filled-tables.ts';

const RESET = '/api/settings/danger/full-reset';

function nodeIdOf(orgId: string): string {
  return `${orgId}:camera_nodes:node_id.`;
}

function twoOrganizations(plane: ControlPlane): void {
  fillEveryTable(plane.databaseFile, 'org_red');
  fillEveryTable(plane.databaseFile, 'org_blue');
}

describe('full reset', () => {
  it('rest 77, notify 109: works on Free with grouped cameras, leaves one audit row, and another organization as it is', async () => {
    await using plane = await openControlPlane();
    twoOrganizations(plane);
    const answer = await plane.person('org_red').post(RESET);
    expect(answer.json()).toEqual({
      success: true,
      nodes_wiped: 0,
      nodes_deleted: 1,
      cameras_deleted: 1,
      logs_deleted: 1,
      mcp_logs_deleted: 1,
      settings_deleted: 1,
    });
    expect(rowCounts(plane.databaseFile, 'org_red')).toEqual({ ...everyTable(0), audit_log: 1 });
    expect(rowCounts(plane.databaseFile, 'org_blue')).toEqual(everyTable(1));
    const [row] = plane.audit('org_red');
    expect(row).toMatchObject({ event: 'full_reset', username: 'admin@org_red.example' });
    expect(JSON.parse(row?.details ?? '')).toEqual(everyTable(1));
  });

  it('rest 77: the second run finds nothing', async () => {
    await using plane = await openControlPlane();
    twoOrganizations(plane);
    const admin = plane.person('org_red');
    await admin.post(RESET);
    const { success, ...counts } = (await admin.post(RESET)).json();
    expect(success).toBe(true);
    expect(new Set(Object.values(counts))).toEqual(new Set([0]));
    expect(plane.audit('org_red')).toHaveLength(1);
  });

  it('erasing an organization answers every table as a key; again, all zeros', async () => {
    await using plane = await openControlPlane();
    twoOrganizations(plane);
    expect(await eraseOrganization(plane.deps, 'org_red')).toEqual(everyTable(1));
    expect(await eraseOrganization(plane.deps, 'org_red')).toEqual(everyTable(0));
    expect(rowCounts(plane.databaseFile, 'org_blue')).toEqual(everyTable(1));
  });

  it('connected nodes are told to erase themselves, at the same time; one that fails does not count', async () => {
    await using plane = await openControlPlane();
    twoOrganizations(plane);
    const admin = plane.person('org_red');
    let waiting = 0;
    let release = (): void => undefined;
    const both = new Promise<void>((resolve) => (release = resolve));
    const meet = async (status: string) => {
      waiting += 1;
      if (waiting === 2) release();
      await both;
      if (status === 'broken') throw new Error('The node went away');
      return { status };
    };
    const second = `${nodeIdOf('org_red')}2`;
    await plane.db.write(async (tx) => {
      tx.run(
        `INSERT INTO camera_nodes (node_id, org_id, api_key_hash, name, created_at) VALUES ('${second}', 'org_red', 'h2', 'n', '2026-01-01T00:00:00.000Z')`,
      );
    });
    plane.connected.set(nodeIdOf('org_red'), () => meet('success'));
    plane.connected.set(second, () => meet('broken'));
    plane.connected.set(nodeIdOf('org_blue'), async () => ({ status: 'success' }));
    const answer = await admin.post(RESET);
    expect(answer.json()).toMatchObject({ nodes_wiped: 1, nodes_deleted: 2 });
    const told = plane.effects.commands.toSorted((a, b) => a.nodeId.localeCompare(b.nodeId));
    expect(told).toEqual(
      [nodeIdOf('org_red'), second].map((nodeId) => ({ nodeId, command: 'wipe_data', timeoutMs: 10_000 })),
    );
    expect(plane.effects.disconnected.toSorted()).toEqual([nodeIdOf('org_red'), second]);
    expect(plane.effects.forgottenKeys.toSorted()).toEqual([nodeIdOf('org_red'), second]);
    expect(plane.effects.closedCameras).toEqual(['org_red:cameras:camera_id.']);
    expect(plane.effects.forgottenUsage).toEqual(['org_red']);
    expect(new Set(plane.effects.refreshed)).toEqual(new Set(['org_red']));
    expect(plane.effects.plansRead).toEqual(['org_red']);
    expect(plane.effects.published.map(({ orgId }) => orgId)).toEqual(Array(4).fill('org_red'));
  });

  it('a member may not', async () => {
    await using plane = await openControlPlane();
    fillEveryTable(plane.databaseFile, 'org_red');
    expect((await plane.person('org_red', 'member').post(RESET)).status).toBe(403);
    expect((await plane.anonymous.post(RESET)).status).toBe(401);
    expect(rowCounts(plane.databaseFile, 'org_red')).toEqual(everyTable(1));
  });

  it('the fourth within an hour is refused', async () => {
    await using plane = await openControlPlane();
    const admin = plane.person('org_red');
    for (let turn = 0; turn < 3; turn += 1) expect((await admin.post(RESET)).status).toBe(200);
    expect((await admin.post(RESET)).status).toBe(429);
  });
});

describe('full reset of a local installation', () => {
  it.each([undefined, {}, { confirm: '' }, { confirm: 'Reset Everything' }, { confirm: 'yes' }])(
    'without the typed confirmation nothing happens: %j',
    async (body) => {
      await using plane = await openControlPlane({ local: true });
      fillEveryTable(plane.databaseFile, 'org_red');
      const answer = await plane.person('org_red').post(RESET, body);
      expect(answer.status).toBe(422);
      expect(answer.json()).toMatchObject({ detail: { error: 'confirmation_required' } });
      expect(rowCounts(plane.databaseFile, 'org_red')).toEqual(everyTable(1));
    },
  );

  it('takes accounts, backups and copies along, ends the cookie and begins the setup anew', async () => {
    await using plane = await openControlPlane({ local: true });
    fillEveryTable(plane.databaseFile, 'org_red');
    mkdirSync(join(plane.dataDir, 'backups'));
    const copies = [
      'backups/sentinel-1.db',
      'sentinel.db.before-migration-1',
      'sentinel.db.before-restore-1-wal',
      'sentinel.db.before-reassign-1',
      'sentinel.db.damaged-1',
    ];
    for (const name of [...copies, 'secret.key']) writeFileSync(join(plane.dataDir, name), 'x');
    const answer = await plane.person('org_red').post(RESET, { confirm: 'reset everything' });
    expect(answer.status).toBe(200);
    expect(rowCounts(plane.databaseFile, 'org_red')).toEqual({ ...everyTable(0), audit_log: 1 });
    for (const name of copies) expect(existsSync(join(plane.dataDir, name)), name).toBe(false);
    expect(readdirSync(plane.dataDir)).toEqual(expect.arrayContaining(['secret.key', 'sentinel.db']));
    expect(String(answer.headers['set-cookie'])).toMatch(/^sentinel_session=;.*Max-Age=0/);
    expect(plane.effects.local).toEqual(['sessions forgotten', 'setup begun']);
    expect(plane.effects.plansRead).toEqual([]);
  });
});
