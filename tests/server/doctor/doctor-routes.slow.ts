import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DOCTOR_KEY_HEADER, type DoctorReport } from '../../../server/contract/doctor.ts';
import { localDoctorKey } from '../../../server/doctor/local-key.ts';
import { loadInstallationSecret } from '../../../server/secrets/installation-secret.ts';
import { addMember, createNode } from '../../support/people.ts';
import { ask, TestClient } from '../../support/test-client.ts';
import { startDoctorBench, type DoctorBench } from './doctor-bench.ts';

let bench: DoctorBench;

beforeAll(async () => {
  bench = await startDoctorBench();
});
afterAll(() => bench[Symbol.asyncDispose]());

describe('who may ask', () => {
  const here = (headers: Readonly<Record<string, string>>) =>
    ask(`${bench.url}/api/system/doctor/local`, 'GET', { headers });

  it('administrators, and nobody else', async () => {
    const mia = await addMember(bench.owner, 'mia@example.com', 'member');
    expect((await new TestClient(bench.url).post('/api/system/doctor', {})).status).toBe(401);
    expect((await mia.post('/api/system/doctor', {})).status).toBe(403);
    expect((await bench.owner.post('/api/system/doctor', {})).status).toBe(200);
  });

  it('a command that can read the data directory, and nobody by guessing', async () => {
    const key = localDoctorKey(loadInstallationSecret(bench.dataDir));
    expect((await here({})).status).toBe(404);
    expect((await here({ [DOCTOR_KEY_HEADER]: 'a'.repeat(64) })).status).toBe(404);
    expect((await here({ [DOCTOR_KEY_HEADER]: key.slice(1) })).status).toBe(404);
    const answer = await here({ [DOCTOR_KEY_HEADER]: key });
    expect(answer.status).toBe(200);
    expect(answer.json<DoctorReport>().findings.length).toBeGreaterThan(10);
  });
});

describe('the synthetic camera', () => {
  it('went through push, cache, playlist and decoder, and leaves no trace', async () => {
    await createNode(bench.owner);
    const rows = (): unknown => {
      const counts: Record<string, unknown> = {};
      bench.sql((db) => {
        for (const table of db.prepare("select name from sqlite_schema where type = 'table'").pluck().all())
          counts[String(table)] = db
            .prepare(`select count(*) from "${String(table)}"`)
            .pluck()
            .get();
      });
      return counts;
    };
    const figures = async () => {
      const [health, plan, cameras, metrics] = await Promise.all([
        bench.owner.get('/api/health/detailed'),
        bench.owner.get('/api/nodes/plan'),
        bench.owner.get('/api/cameras'),
        bench.owner.get('/metrics'),
      ]);
      return {
        cache: health.json<{ checks: Record<string, unknown> }>().checks['hls_cache'],
        plan: plan.json(),
        cameras: cameras.json(),
        video: metrics.text.split('\n').filter((line) => /^sentinel_(ingest|serve|cache|camera)/.test(line)),
      };
    };
    const before = [rows(), await figures()];
    const lines = bench.logLines.length;
    const report = await bench.examine();
    const video = report.findings.find(({ check }) => check === 'video');
    expect(video).toMatchObject({ code: 'video_ok', facts: { segments: 3, pictures: 6 } });
    expect([rows(), await figures()]).toEqual(before);
    expect(bench.logLines.slice(lines)).toEqual([]);
    expect(readdirSync(bench.dataDir).filter((name) => name.startsWith('doctor'))).toEqual([]);
  });

  it('is reached by nobody who does not know it, and several examinations take turns', async () => {
    const stranger = await bench.owner.get('/api/cameras/doctor-0123/stream.m3u8');
    expect(stranger.status).toBe(404);
    const reports = await Promise.all([bench.examine(), bench.examine(), bench.examine()]);
    for (const { findings } of reports) expect(findings[0]).toMatchObject({ code: 'video_ok' });
  });
});
