import { afterEach, beforeEach, expect, it } from 'vitest';
import type { IncidentAuthor } from '../../../server/incidents/incident-author.ts';
import {
  addObservation,
  attachClip,
  attachSnapshot,
  readEvidence,
  storedEvidence,
} from '../../../server/incidents/evidence/evidence-service.ts';
import {
  changeIncident,
  createIncident,
  deleteIncident,
  finalizeIncident,
} from '../../../server/incidents/incident-service.ts';
import { incidentCounts, incidentDetail, listIncidents } from '../../../server/incidents/incident-views.ts';
import { revisionsOf } from '../../../server/incidents/revision-service.ts';
import { agent, GATE, IncidentBench, YARD } from './incident-bench.ts';

const page = { limit: 50, offset: 0 };
const all = agent();
const gateOnly = agent('org_1', [GATE], 'Gatekeeper');

let bench: IncidentBench;
beforeEach(async () => {
  bench = await IncidentBench.start();
  for (const [author, cameraId] of [
    [all, GATE],
    [all, YARD],
    [all, null],
    [gateOnly, null],
  ] as const)
    await createIncident(bench.deps, author, { title: 'T', summary: 'S', severity: 'high', cameraId });
});
afterEach(() => bench[Symbol.asyncDispose]());

async function seen(author: IncidentAuthor): Promise<number[]> {
  const { total, incidents } = await listIncidents(bench.deps, author, {}, page);
  expect(total).toBe(incidents.length);
  expect((await incidentCounts(bench.deps, author)).total).toBe(total);
  return incidents.map(({ id }) => id);
}

it('a limited caller knows incidents of its cameras and its own without a camera', async () => {
  expect(await seen(all)).toEqual([4, 3, 2, 1]);
  expect(await seen(gateOnly)).toEqual([4, 1]);
  expect(await seen(agent('org_1', [], 'Blind'))).toEqual([]);
  expect(await seen(agent('org_2', [GATE]))).toEqual([]);
});

it('an incident outside is missing for reads and writes alike', async () => {
  const missing = { code: 'incident-not-found' };
  for (const id of [2, 3, 99]) {
    const clip = { incidentId: id, cameraId: GATE, note: null, seconds: 5 };
    await expect(incidentDetail(bench.deps, gateOnly, id)).rejects.toMatchObject(missing);
    await expect(changeIncident(bench.deps, gateOnly, id, { status: 'resolved' })).rejects.toMatchObject(
      missing,
    );
    await expect(finalizeIncident(bench.deps, gateOnly, id, 'Done.')).rejects.toMatchObject(missing);
    await expect(deleteIncident(bench.deps, gateOnly, id)).rejects.toMatchObject(missing);
    await expect(revisionsOf(bench.deps, gateOnly, id)).rejects.toMatchObject(missing);
    await expect(attachClip(bench.deps, gateOnly, clip)).rejects.toMatchObject(missing);
    await expect(attachSnapshot(bench.deps, gateOnly, clip)).rejects.toMatchObject(missing);
    const observation = { incidentId: id, text: 'x', cameraId: null };
    await expect(addObservation(bench.deps, gateOnly, observation)).rejects.toMatchObject(missing);
  }
  expect(await seen(all)).toEqual([4, 3, 2, 1]);
});

it('evidence of other cameras is neither shown, counted nor read', async () => {
  await addObservation(bench.deps, all, { incidentId: 1, text: 'Gate.', cameraId: GATE });
  await addObservation(bench.deps, all, { incidentId: 1, text: 'Anywhere.', cameraId: null });
  bench.push(YARD, [1, 2]);
  await attachClip(bench.deps, all, { incidentId: 1, cameraId: YARD, note: null, seconds: 2 });
  const detail = await incidentDetail(bench.deps, gateOnly, 1);
  expect([detail.evidence_count, detail.evidence.map(({ text }) => text)]).toEqual([
    2,
    ['Gate.', 'Anywhere.'],
  ]);
  const { incidents } = await listIncidents(bench.deps, gateOnly, {}, page);
  expect(incidents.map((incident) => incident.evidence_count)).toEqual([0, 2]);
  expect(await storedEvidence(bench.deps, gateOnly, 1)).toHaveLength(2);
  const wanted = { incidentId: 1, evidenceId: 3 };
  await expect(readEvidence(bench.deps, gateOnly, wanted)).rejects.toMatchObject({
    code: 'evidence-not-found',
  });
  expect((await readEvidence(bench.deps, all, wanted)).data.toString()).toBe('[1][2]');
});

it('a camera outside is the same as no camera at all', async () => {
  bench.push(YARD, [1, 2]);
  const missing = { code: 'camera-not-found' };
  for (const cameraId of [YARD, 'nobody']) {
    const captured = { incidentId: 1, cameraId, note: null, seconds: 2 };
    const draft = { title: 'T', summary: 'S', severity: 'low', cameraId } as const;
    await expect(createIncident(bench.deps, gateOnly, draft)).rejects.toMatchObject(missing);
    await expect(attachClip(bench.deps, gateOnly, captured)).rejects.toMatchObject(missing);
    await expect(attachSnapshot(bench.deps, gateOnly, captured)).rejects.toMatchObject(missing);
    const observation = { incidentId: 1, text: 'x', cameraId };
    await expect(addObservation(bench.deps, gateOnly, observation)).rejects.toMatchObject(missing);
  }
  expect(bench.timeouts).toEqual([]);
});

it('ai-mcp 37: evidence of another incident is not found, even in the same organisation', async () => {
  bench.push(GATE, [1, 2]);
  await attachClip(bench.deps, all, { incidentId: 1, cameraId: GATE, note: null, seconds: 2 });
  const wanted = { incidentId: 2, evidenceId: 1 };
  await expect(readEvidence(bench.deps, all, wanted)).rejects.toMatchObject({ code: 'evidence-not-found' });
  const foreign = readEvidence(bench.deps, agent('org_2'), { incidentId: 1, evidenceId: 1 });
  await expect(foreign).rejects.toMatchObject({ code: 'incident-not-found' });
});
