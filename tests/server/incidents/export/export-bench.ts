import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import type { IdentityProvider } from '../../../../server/auth/principal.ts';
import { incidentEvidence } from '../../../../server/db/schema/incidents.ts';
import { createHash } from 'node:crypto';
import { incidentExportRoutes } from '../../../../server/incidents/export/export-routes.ts';
import type { IncidentExportDeps } from '../../../../server/incidents/export/export-service.ts';
import { verifyPage } from '../../../../server/incidents/export/verify-page.ts';
import { createLogger } from '../../../../server/log.ts';
import { loadSigningKey } from '../../../../server/secrets/signing-key.ts';
import { benchApplication, closeServer, listenOnLoopback } from '../../../support/bench-application.ts';
import { TestClient } from '../../../support/test-client.ts';
import { temporaryFolder } from '../../../support/test-config.ts';
import { GATE, IncidentBench } from '../incident-bench.ts';

const media = (name: string): Buffer =>
  readFileSync(join(import.meta.dirname, '../../../../scripts/media', name));
export const PICTURE = media('front-door.jpg');
export const OTHER_PICTURE = media('car-park.jpg');
export const CLIP = media('front-door.mpegts');

/** Words that want to be more than words. */
export const HOSTILE = `<script>alert(1)</script> [click](javascript:alert(2)) ![x](https://evil.example/x.png) "'&\u0007 \u202Egpj`;

/** The bearer token says who it is, as on the bench of incidents. */
const identity: IdentityProvider = {
  mode: 'local',
  identifyCached: ({ bearer }) => {
    if (bearer === undefined) return { kind: 'anonymous' };
    const role = bearer === 'member' ? 'member' : 'admin';
    const orgId = bearer === 'other' ? 'org_2' : 'org_1';
    const names = { userId: `user_${bearer}`, orgName: 'Corner Shop', email: '', name: `Ann ${bearer}` };
    const claims = { plan: 'self_hosted', features: [], sessionId: undefined, via: 'bearer' as const };
    return { kind: 'signed-in', principal: { orgId, role, isAdmin: role === 'admin', ...names, ...claims } };
  },
  identify: () => Promise.resolve({ kind: 'anonymous' }),
};

/** Exports on real HTTP, from a real database. */
export class ExportBench {
  readonly incidents: IncidentBench;
  readonly deps: IncidentExportDeps;
  readonly url: string;
  readonly dataDir: string;
  readonly #end: () => Promise<void>;

  private constructor(
    incidents: IncidentBench,
    deps: IncidentExportDeps,
    rest: { url: string; dataDir: string; end: () => Promise<void> },
  ) {
    this.incidents = incidents;
    this.deps = deps;
    this.url = rest.url;
    this.dataDir = rest.dataDir;
    this.#end = rest.end;
  }

  static async start(changes: Partial<IncidentExportDeps> = {}): Promise<ExportBench> {
    const incidents = await IncidentBench.start();
    const folder = temporaryFolder();
    const log = createLogger('silent');
    const { db, clock } = incidents;
    const signingKey = loadSigningKey(folder.path);
    const own = { signingKey, version: '9.8.7', ffmpeg: 'ffmpeg', verifyPage: verifyPage() };
    const deps = { db, clock, log, ...own, ...changes };
    const { application, binder } = benchApplication({ identity, log });
    incidentExportRoutes(binder, deps);
    const server = createServer(application);
    const url = await listenOnLoopback(server);
    const end = async (): Promise<void> => {
      await closeServer(server);
      await incidents[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    };
    return new ExportBench(incidents, deps, { url, dataDir: folder.path, end });
  }

  as(name: 'admin' | 'member' | 'other'): TestClient {
    return new TestClient(this.url, { authorization: `Bearer ${name}` });
  }

  /** Stores evidence of incident 1 as it is. */
  async evidence(row: Partial<typeof incidentEvidence.$inferInsert>): Promise<number> {
    const timestamp = this.incidents.clock.now();
    const dataSha256 = sha256Of(row.data ?? undefined);
    const { id } = await this.incidents.db.write(async (tx) =>
      tx
        .insert(incidentEvidence)
        .values({
          orgId: 'org_1',
          incidentId: 1,
          kind: 'snapshot',
          timestamp,
          addedBy: 'mcp:Scout',
          dataSha256,
          ...row,
        })
        .returning({ id: incidentEvidence.id })
        .get(),
    );
    return id;
  }

  snapshot(data = PICTURE, text: string | null = null): Promise<number> {
    return this.evidence({
      data,
      text,
      dataMime: 'image/jpeg',
      cameraId: GATE,
      captureJson: SNAPSHOT_CAPTURE,
    });
  }

  clip(data = CLIP): Promise<number> {
    return this.evidence({
      kind: 'clip',
      data,
      dataMime: 'video/mp2t;duration=10.0',
      cameraId: GATE,
      captureJson: CLIP_CAPTURE,
    });
  }

  /** Files an incident with two pictures, a clip and an observation, changes it, and answers its export. */
  async fullExport(): Promise<Buffer> {
    await this.incidents.filed({ title: HOSTILE, summary: HOSTILE, camera_id: GATE });
    await this.snapshot(PICTURE, HOSTILE);
    await this.snapshot(OTHER_PICTURE);
    await this.clip();
    await this.evidence({ kind: 'observation', text: HOSTILE });
    await this.incidents.patch(1, { severity: 'high', report: `# Night\n\n- ${HOSTILE}` });
    return this.exported();
  }

  async exported(): Promise<Buffer> {
    const answer = await this.as('admin').get('/api/incidents/1/export');
    if (answer.status !== 200) throw new Error(`Exporting failed: ${answer.status} ${answer.text}`);
    return answer.bytes;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#end();
  }
}

const SNAPSHOT_CAPTURE = JSON.stringify({
  kind: 'snapshot',
  node_id: 'aaaaaaaa',
  requested_at: '2026-03-01T11:59:58.000Z',
  received_at: '2026-03-01T11:59:59.000Z',
  node_time: '2026-03-01T11:59:58.500Z',
  node_clock_offset_ms: 120,
});

const CLIP_CAPTURE = JSON.stringify({
  kind: 'clip',
  node_id: 'aaaaaaaa',
  first_arrival_at: '2026-03-01T11:59:40.000Z',
  last_arrival_at: '2026-03-01T11:59:50.000Z',
  seconds: 10,
  segment_count: 10,
  segments: ['segment_00001.ts'],
  node_clock_offset_ms: null,
});

function sha256Of(data: Buffer | undefined): string | null {
  return data === undefined ? null : createHash('sha256').update(data).digest('hex');
}

/** Files of a ZIP by name, read by another program than ours. */
export function filesOf(zip: Uint8Array): Map<string, Buffer> {
  return new Map(
    Object.entries(unzipSync(new Uint8Array(zip))).map(([name, bytes]) => [name, Buffer.from(bytes)]),
  );
}
