import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filesOf } from '../server/incidents/export/export-bench.ts';
import { checked } from '../server/incidents/export/export-checker.ts';
import { AgentScene } from '../server/mcp/wired/agent-scene.ts';
import { launchBrowser } from '../../scripts/throwaway/browser.ts';
import { watchPage } from '../support/watched-page.ts';
import { makeAgentKey, McpAgent } from '../support/mcp-client.ts';
import { signedInPage } from '../support/signed-in-page.ts';
import { ask } from '../support/test-client.ts';
import { eventually } from '../support/wait.ts';

type Row = Readonly<Record<string, unknown>>;

interface Incident extends Row {
  readonly id: number;
  readonly evidence: readonly (Row & { readonly id: number; readonly kind: string })[];
}

const TITLE = 'A dog on the sales floor';
const REPORT = `# What happened

1. At first nobody was in the picture.
2. Then **a dog** walked in.

Please check the back door.
`;
const CLIP_SECONDS = 6;
/** Of the video that simulated cameras deliver, in pixels. */
const PICTURE_SIZE = [640, 360];

describe('an agent investigates, a person takes over', () => {
  let scene: AgentScene;
  let browser: Browser;
  let page: Page;
  let watched: ReturnType<typeof watchPage>;
  let agent: McpAgent;
  let cameraId: string;
  let incidentId: number;

  beforeAll(async () => {
    [scene, browser] = await Promise.all([
      AgentScene.start({ snapshots: 'ffmpeg', segmentIntervalMs: 1_000 }),
      launchBrowser(),
    ]);
    agent = await McpAgent.connect(scene.url, (await makeAgentKey(scene.owner, { name: 'Scout' })).key);
    page = await signedInPage(browser, scene.url, scene.owner);
    watched = watchPage(page, scene.url);
  });
  afterAll(async () => {
    await agent?.close();
    await browser?.close();
    await scene?.[Symbol.asyncDispose]();
  });

  const path = () => `/api/incidents/${incidentId}`;
  const read = () => agent.value<Incident>('get_incident', { incident_id: incidentId });

  /** Size in pixels of what a browser makes of a picture. */
  async function sizeOf(picture: Buffer): Promise<readonly number[]> {
    return page.evaluate(async (data) => {
      const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
      const { width, height } = await createImageBitmap(new Blob([bytes], { type: 'image/jpeg' }));
      return [width, height];
    }, picture.toString('base64'));
  }

  it('a browser finds the page at the address that agents send to', async () => {
    const answer = await ask(`${scene.url}/mcp`, 'GET', { headers: { accept: 'text/html,*/*' } });
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    await page.goto(`${scene.url}/mcp`);
    await page.getByText('Scout').first().waitFor();
  });

  it('the agent lists the cameras and looks at one: a real picture', async () => {
    const cameras = await agent.value<{ camera_id: string; status: string }[]>('list_cameras');
    expect(cameras.map(({ camera_id }) => camera_id)).toEqual(scene.node.cameraIds);
    expect(cameras.map(({ status }) => status)).toEqual(['streaming', 'streaming']);
    cameraId = cameras[0]?.camera_id ?? '';
    const pictures = await agent.pictures('view_camera', { camera_id: cameraId });
    expect(pictures).toHaveLength(1);
    for (const picture of pictures) expect(await sizeOf(picture)).toEqual(PICTURE_SIZE);
  });

  it('it watches four frames, seconds apart, and sees that something moves', async () => {
    const begun = Date.now();
    const frames = await agent.pictures('watch_camera', {
      camera_id: cameraId,
      count: 4,
      interval_seconds: 1,
    });
    expect(Date.now() - begun).toBeGreaterThanOrEqual(3_000);
    expect(frames).toHaveLength(4);
    for (const frame of frames) expect(await sizeOf(frame)).toEqual(PICTURE_SIZE);
    expect(new Set(frames.map((frame) => frame.toString('base64'))).size).toBeGreaterThanOrEqual(3);
  });

  it('it files an incident, which people are told of', async () => {
    expect(await agent.value('list_incidents')).toMatchObject({ total: 0 });
    const args = { title: TITLE, summary: 'A dog walks around.', severity: 'high', camera_id: cameraId };
    const filed = await agent.value<Incident>('create_incident', args);
    incidentId = filed.id;
    expect(filed).toMatchObject({ ...args, status: 'open', created_by: 'mcp:Scout', evidence_count: 0 });
    const inbox = await scene.read<{ notifications: Row[] }>('/api/notifications?kinds=incident_created');
    expect(inbox.notifications).toMatchObject([
      { title: `Incident #${incidentId}: ${TITLE}`, severity: 'critical', link: `/incidents/${incidentId}` },
    ]);
  });

  it('it adds a picture, a clip and an observation', async () => {
    const enough = () => (scene.node.stats[0]?.segmentsAccepted ?? 0) > CLIP_SECONDS + 1;
    await eventually('enough video is held', enough, 20_000);
    const about = { incident_id: incidentId, camera_id: cameraId };
    const picture = await agent.value('attach_snapshot', { ...about, note: 'The dog by the shelf' });
    expect(picture).toMatchObject({ kind: 'snapshot', data_mime: 'image/jpeg', has_data: true });
    const clip = await agent.value('attach_clip', { ...about, duration_seconds: CLIP_SECONDS });
    expect(clip).toMatchObject({ kind: 'clip', segment_count: CLIP_SECONDS });
    expect(clip['approx_duration_seconds']).toBeCloseTo(CLIP_SECONDS, 0);
    const text = 'The back door stands open.';
    expect(await agent.value('add_observation', { ...about, text })).toMatchObject({
      kind: 'observation',
      text,
    });
  });

  it('it writes its report and reads everything back', async () => {
    await agent.value('finalize_incident', { incident_id: incidentId, report: REPORT });
    const incident = await read();
    expect(incident).toMatchObject({ report: REPORT.trim(), status: 'open', evidence_count: 3 });
    expect(incident.evidence.map(({ kind }) => kind)).toEqual(['snapshot', 'clip', 'observation']);
    expect(incident).toEqual(await scene.read(path()));
    const [picture, clip] = incident.evidence;
    const ids = (evidence_id?: number) => ({ incident_id: incidentId, evidence_id });
    const [stored = Buffer.alloc(0)] = await agent.pictures('get_incident_snapshot', ids(picture?.id));
    expect(await sizeOf(stored)).toEqual(PICTURE_SIZE);
    expect(stored).toEqual((await scene.owner.get(`${path()}/evidence/${picture?.id}`)).bytes);
    const facts = await agent.value('get_incident_clip', ids(clip?.id));
    const bytes = (await scene.owner.get(`${path()}/evidence/${clip?.id}`)).bytes;
    expect(facts).toMatchObject({ mime: 'video/mp2t', bytes: bytes.length });
    expect(bytes[0]).toBe(0x47);
  });

  it('the person opens the incident, reads the report and plays the clip to its end', async () => {
    await page.goto(`${scene.url}/incidents/${incidentId}`);
    await page.getByRole('heading', { name: TITLE, level: 1 }).waitFor();
    const report = page.getByRole('region', { name: 'Report' });
    await report.getByText('Please check the back door.').waitFor();
    expect(await report.locator('strong').textContent()).toBe('a dog');
    await page.getByText('The back door stands open.').first().waitFor();
    await page.getByRole('button', { name: /^Play the clip/ }).click();
    const player = page.getByTestId('clip-player');
    await eventually('the clip plays', () =>
      player.evaluate(
        (video: HTMLVideoElement) =>
          video.currentTime > 0.2 && video.getVideoPlaybackQuality().totalVideoFrames > 3,
      ),
    );
    const seconds = await player.evaluate((video: HTMLVideoElement) => video.duration);
    expect(Math.abs(seconds - CLIP_SECONDS)).toBeLessThan(1);
    await player.evaluate((video: HTMLVideoElement) => {
      video.loop = false;
      video.currentTime = Math.max(0, video.duration - 0.5);
    });
    await eventually('it reaches its end', () => player.evaluate((video: HTMLVideoElement) => video.ended));
  });

  it('the person corrects the severity and closes it; the agent reads that, and who changed what is kept', async () => {
    const patch = async (body: Row) => {
      const answer = await scene.owner.ask('PATCH', path(), { body });
      expect(answer.status).toBe(200);
    };
    await patch({ severity: 'low' });
    await patch({ status: 'resolved' });
    const closed = await read();
    expect(closed).toMatchObject({ severity: 'low', status: 'resolved', created_by: 'mcp:Scout' });
    expect(closed['resolved_by']).toMatch(/^user:/);
    expect(closed['resolved_at']).toMatch(/Z$/);
    const page = await agent.value<{ incidents: Row[] }>('list_incidents', { status: 'resolved' });
    expect(page.incidents).toMatchObject([{ id: incidentId, severity: 'low', has_report: true }]);
    const { revisions } = await scene.read<{ revisions: { by: string; changes: Row[] }[] }>(
      `${path()}/revisions`,
    );
    expect(revisions.map(({ by, changes }) => [by, changes.map(({ field }) => field)])).toEqual([
      [expect.stringMatching(/^user:/), expect.arrayContaining(['status'])],
      [expect.stringMatching(/^user:/), ['severity']],
      ['mcp:Scout', ['report']],
    ]);
  });

  it('the export downloads in the browser and proves what it holds', async () => {
    await page.goto(`${scene.url}/incidents/${incidentId}`);
    await page.getByRole('button', { name: 'Export' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download ZIP' }).click();
    const zip = await readFile(await (await download).path());
    const result = await checked(zip);
    expect([result.verdict, result.problems]).toEqual(['intact', []]);
    const key = await scene.read<{ fingerprint: string }>('/api/incidents/signing-key');
    expect(result.fingerprint).toBe(key.fingerprint);
    const names = [...filesOf(zip).keys()];
    for (const kind of [/^snapshots\/.*\.jpg$/, /^clips\/.*\.ts$/, /^clips\/.*\.mp4$/, /^verify\.html$/])
      expect(names.filter((name) => kind.test(name))).toHaveLength(1);
  });

  it('every call can be seen afterwards, live and stored', async () => {
    const done =
      `list_cameras view_camera watch_camera list_incidents create_incident attach_snapshot attach_clip
      add_observation finalize_incident get_incident get_incident_snapshot get_incident_clip get_incident
      list_incidents`.split(/\s+/);
    const recent = await scene.read<unknown>('/api/mcp/activity/recent?limit=500');
    expect((recent as { tool_name: string }[]).map(({ tool_name }) => tool_name)).toEqual(done);
    const logs = await eventually('all calls are stored', async () => {
      const stored = await scene.read<{ total: number; logs: Row[] }>(
        '/api/mcp/activity/logs?key_name=scout',
      );
      return stored.total === done.length && stored.logs;
    });
    expect(logs.map((row) => row['tool_name'])).toEqual(done.toReversed());
    expect(new Set(logs.map((row) => row['status']))).toEqual(new Set(['completed']));
  });

  it('the page asked no other host for anything and broke nowhere', () => {
    expect(watched.foreign).toEqual([]);
    expect(watched.errors).toEqual([]);
  });
});
