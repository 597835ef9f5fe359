import { createServer, type AddressInfo } from 'node:net';
import { decode } from 'jpeg-js';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { RESET_CONFIRMATION } from '../../../../server/contract/settings.ts';
import { RunKeys } from '../../../../server/sentinel/investigator/run-keys.ts';
import { inTurn, type ModelReplyScript } from '../../../support/model-server.ts';
import { addMember } from '../../../support/people.ts';
import { ask } from '../../../support/test-client.ts';
import { eventually } from '../../../support/wait.ts';
import {
  call,
  endedRun,
  finish,
  MODEL_KEY,
  read,
  runOf,
  runsOf,
  SentinelScene,
  setModel,
  startRun,
  type Json,
} from './sentinel-scene.ts';

const TITLE = 'A ladder at the gate';
const SUMMARY = 'Somebody leaned a ladder against the gate.';

interface Incident extends Json {
  readonly id: number;
  readonly evidence: readonly (Json & { readonly id: number; readonly kind: string })[];
}

/** Holds the model's answer until it is let go. */
function held(answer: ModelReplyScript): {
  readonly script: () => Promise<ModelReplyScript>;
  readonly release: () => void;
} {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { script: () => promise.then(() => answer), release: resolve };
}

/** The tests follow each other as an owner's first day does. */
describe('Sentinel AI with the built-in investigator, on the whole server', () => {
  let scene: SentinelScene;
  let incidentId = 0;

  beforeAll(async () => {
    scene = await SentinelScene.start();
  }, 60_000);
  afterEach(() => {
    vi.restoreAllMocks();
    expect(scene.model.problems).toEqual([]);
  });
  afterAll(() => scene?.[Symbol.asyncDispose]());

  const counts = async () => {
    const { stats } = await read<{ stats: Json }>(scene.owner, '/api/sentinel/runs');
    return stats;
  };
  const changeRules = async (body: Json): Promise<void> => {
    const answer = await scene.owner.ask('PATCH', '/api/sentinel/config', { body });
    expect(answer.status).toBe(200);
  };
  const mcp = (key: string, method = 'tools/list', params: Json = {}) => {
    const headers = { authorization: `Bearer ${key}` };
    const body = { jsonrpc: '2.0', id: 1, method, params };
    return ask(`${scene.url}/mcp`, 'POST', { headers, body });
  };
  /** From now on, answers the key of the run that was begun last. */
  const watchKeys = (): (() => string) => {
    const issued = vi.spyOn(RunKeys.prototype, 'issue');
    return () => {
      const last = issued.mock.results.at(-1);
      return last?.type === 'return' ? last.value.key : '';
    };
  };
  /** A run whose first question the model answers only when `release` is called. */
  const runOnHold = async (answer: ModelReplyScript) => {
    const { script, release } = held(answer);
    scene.model.script = script;
    const asked = scene.model.requests.length;
    const id = await startRun(scene.owner);
    await eventually('the model is asked', () => scene.model.requests.length > asked);
    return { id, asked: asked + 1, release };
  };

  it('nothing is sent anywhere before a model is entered and switched on, whatever happens', async () => {
    const { owner, node } = scene;
    let connections = 0;
    const listener = createServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => {
      listener.listen(0, '127.0.0.1', resolve);
    });
    const { port } = listener.address() as AddressInfo;
    const tryEverything = async (camera: number): Promise<void> => {
      expect((await node.sendMotion(camera, 80))?.status).toBe(200);
      const body = { title: 'Noise', summary: 'Something fell.', severity: 'low' };
      expect((await owner.post('/api/incidents', body)).status).toBe(201);
      const manual = await owner.post('/api/sentinel/runs/manual', { prompt: 'Look.' });
      expect([manual.status, manual.text]).toEqual([409, expect.stringContaining('no_runner')]);
    };
    await tryEverything(1);
    await setModel(owner, { base_url: `http://127.0.0.1:${port}/v1`, model: 'watcher-1', key: MODEL_KEY });
    await tryEverything(2);
    expect(await read(owner, '/api/sentinel/config')).toMatchObject({ runner: 'none' });
    expect(await read(owner, '/api/sentinel/model')).toMatchObject({ enabled: false, host: null });
    expect(await runsOf(owner)).toEqual([]);
    expect([connections, scene.model.requests.length]).toEqual([0, 0]);
    // The listener can be reached: the test button is the one thing that asks before the switch.
    expect((await owner.post('/api/sentinel/model/test')).json()).toMatchObject({ ok: false });
    expect(connections).toBeGreaterThan(0);
    listener.close();
  });

  it('motion of a node starts a run; the model looks, files an incident with evidence and says so', async () => {
    const { owner, model, node } = scene;
    const camera_id = scene.camera(0);
    const filed = async (): Promise<number> => {
      const page = await read<{ incidents: { id: number }[] }>(owner, '/api/incidents?limit=1');
      return page.incidents[0]?.id ?? 0;
    };
    model.script = async (_request, number) => {
      const args = { incident_id: number > 2 ? await filed() : 0, camera_id };
      const steps: ModelReplyScript[] = [
        call('list_cameras'),
        call('view_camera', { camera_id }),
        call('create_incident', { title: TITLE, summary: SUMMARY, severity: 'critical', camera_id }),
        call('attach_snapshot', { ...args, note: 'The ladder' }),
        call('finalize_incident', { incident_id: args.incident_id, report: '# A ladder' }),
      ];
      return steps[number] ?? finish('incident', SUMMARY);
    };
    await scene.useModel();
    expect(await read(owner, '/api/sentinel/config')).toMatchObject({ runner: 'builtin' });
    await node.sendMotion(0, 80);
    const [started] = await eventually('a run is there', async () => {
      const runs = await runsOf(owner);
      return runs.length > 0 && runs;
    });
    const run = await endedRun(owner, started?.id ?? '');
    incidentId = await filed();
    expect(run).toMatchObject({
      trigger_type: 'motion',
      camera_id,
      outcome: 'incident',
      severity: 'high',
      incident_id: incidentId,
      summary: SUMMARY,
      runner: 'builtin',
      model: 'watcher-1',
      tool_call_count: 5,
      input_tokens: 600,
      output_tokens: 60,
    });
    expect(run.tool_trace.map(({ tool }) => tool)).toEqual([
      'list_cameras',
      'view_camera',
      'create_incident',
      'attach_snapshot',
      'finalize_incident',
    ]);
    expect(model.requests).toHaveLength(6);
  });

  it('the model saw a real picture of that camera, and people see the same in the trace', async () => {
    const { owner, model } = scene;
    const sent = model.requests[2]?.pictures ?? [];
    expect(sent).toHaveLength(1);
    const { width, height } = decode(sent[0] ?? Buffer.alloc(0));
    const [run] = await runsOf(owner);
    const { tool_trace: trace } = await runOf(owner, run?.id ?? '');
    expect(trace[1]).toMatchObject({ args: { camera_id: scene.camera(0) }, pictures: [1] });
    const path = `/api/sentinel/runs/${run?.id}/pictures/1`;
    const shown = await owner.get(path);
    expect([shown.status, shown.headers['content-type']]).toEqual([200, 'image/jpeg']);
    const kept = decode(shown.bytes);
    expect(Math.max(kept.width, kept.height)).toBeLessThanOrEqual(512);
    expect(kept.width / kept.height).toBeCloseTo(width / height, 1);
    const member = await addMember(owner, 'member@example.com', 'member');
    const refused = [await scene.server.anonymous.get(path), await member.get(path)];
    expect(refused.map(({ status }) => status)).toEqual([401, 403]);
    expect((await owner.get(path.replace(/1$/, '2'))).status).toBe(404);
  });

  it('the incident holds its evidence, names its author, and the inbox tells of it', async () => {
    const { owner } = scene;
    const incident = await read<Incident>(owner, `/api/incidents/${incidentId}`);
    expect(incident).toMatchObject({
      title: TITLE,
      severity: 'critical',
      report: '# A ladder',
      created_by: 'mcp:<sentinel-agent>',
    });
    expect(incident.evidence.map(({ kind }) => kind)).toEqual(['snapshot']);
    const picture = await owner.get(`/api/incidents/${incidentId}/evidence/${incident.evidence[0]?.id}`);
    expect(picture.headers['content-type']).toBe('image/jpeg');
    expect(decode(picture.bytes).width).toBeGreaterThan(0);
    const inbox = await read<{ notifications: Json[] }>(owner, '/api/notifications?kinds=incident_created');
    expect(inbox.notifications[0]).toMatchObject({
      title: `Incident #${incidentId}: ${TITLE}`,
      link: `/incidents/${incidentId}`,
    });
  });

  it("no run comes of the investigator's own incident, but one of a person's", async () => {
    const { owner, model } = scene;
    model.script = inTurn(finish('no_action', 'Nothing to add.'));
    const before = (await runsOf(owner)).length;
    expect(before).toBe(1);
    const body = { title: 'Broken window', summary: 'I saw it.', severity: 'high' };
    expect((await owner.post('/api/incidents', body)).status).toBe(201);
    const runs = await runsOf(owner);
    expect(runs.map(({ trigger_type: trigger }) => trigger)).toEqual(['incident_opened', 'motion']);
    await endedRun(owner, runs[0]?.id ?? '');
  });

  it('nothing found: no action, nothing filed; the cooldown holds back the same camera alone', async () => {
    const { owner, model, node } = scene;
    const total = (await read<{ total: number }>(owner, '/api/incidents')).total;
    const begun = model.requests.length;
    model.script = (_request, number) =>
      number === begun
        ? call('watch_camera', { camera_id: scene.camera(1), count: 2, interval_seconds: 1 })
        : finish('no_action', 'Only leaves.');
    await node.sendMotion(0, 90);
    await node.sendMotion(1, 90);
    const [run] = await eventually('the other camera has a run', async () => {
      const runs = await runsOf(owner);
      return runs.length === 3 && runs;
    });
    expect(await endedRun(owner, run?.id ?? '')).toMatchObject({
      camera_id: scene.camera(1),
      outcome: 'no_action',
      severity: null,
      incident_id: null,
      summary: 'Only leaves.',
    });
    expect(model.requests.at(-1)?.pictures).toHaveLength(2);
    expect(await read(owner, '/api/incidents')).toMatchObject({ total });
    expect(await counts()).toMatchObject({ runs_total: 3, incidents_filed: 1, pending: 0 });
  });

  it('the key of a run opens /mcp while the run lasts, for its cameras alone, and nothing afterwards', async () => {
    const { owner, model } = scene;
    await changeRules({ camera_scope: { [scene.camera(2)]: false } });
    const issuedKey = watchKeys();
    const { id, release } = await runOnHold(finish('no_action', 'All well.'));
    const key = issuedKey();
    expect(key).toMatch(/^osr_/);
    expect((await mcp(key)).status).toBe(200);
    const seen = (await mcp(key, 'tools/call', { name: 'list_cameras', arguments: {} })).text;
    expect([0, 1, 2].map((index) => seen.includes(scene.camera(index)))).toEqual([true, true, false]);
    const headers = { authorization: `Bearer ${key}` };
    expect((await ask(`${scene.url}/api/incidents`, 'GET', { headers })).status).toBe(401);
    release();
    await endedRun(owner, id);
    await eventually('the key is refused', async () => (await mcp(key)).status === 401);
    expect((await mcp(key)).text).toBe((await mcp('osr_never-issued')).text);
    const told = [JSON.stringify(model.requests), scene.server.logLines.join('\n')];
    expect(told.filter((text) => text.includes(key))).toEqual([]);
    await changeRules({ camera_scope: {} });
  });

  it('a model that is switched off in the middle of a run receives nothing more, and the run ends', async () => {
    const { owner, model } = scene;
    const { id, asked, release } = await runOnHold(call('view_camera', { camera_id: scene.camera(2) }));
    const waiting = await startRun(owner, { prompt: 'And now?' });
    await setModel(owner, { enabled: false });
    release();
    expect(await endedRun(owner, id)).toMatchObject({
      outcome: 'error',
      summary: expect.stringContaining('switched off'),
    });
    expect(model.requests).toHaveLength(asked);
    expect((await owner.post('/api/sentinel/runs/manual', { prompt: 'Once more.' })).status).toBe(409);
    expect(await runOf(owner, waiting)).toMatchObject({ outcome: 'pending' });
    model.script = inTurn(finish('no_action', 'All is well.'));
    await setModel(owner, { enabled: true });
    expect(await endedRun(owner, waiting)).toMatchObject({ outcome: 'no_action' });
  });

  it('Sentinel switched off in the middle: a run that motion started sends nothing more, one a person wanted goes on', async () => {
    const { owner, model, node } = scene;
    const byHand = await runOnHold(call('list_nodes'));
    await node.sendMotion(2, 90);
    const waiting = (await runsOf(owner))[0];
    expect(waiting).toMatchObject({ trigger_type: 'motion', outcome: 'pending' });
    await changeRules({ enabled: false });
    model.script = inTurn(finish('no_action', 'As asked.'));
    byHand.release();
    expect(await endedRun(owner, byHand.id)).toMatchObject({ outcome: 'no_action', summary: 'As asked.' });
    expect(await endedRun(owner, waiting?.id ?? '')).toMatchObject({
      outcome: 'error',
      summary: expect.stringContaining('switched off before anybody worked on it'),
    });
    await changeRules({ enabled: true });
    const answer = held(call('list_nodes'));
    model.script = answer.script;
    const asked = model.requests.length + 1;
    const body = { title: 'Glass breaks', summary: 'I heard it.', severity: 'high' };
    await owner.post('/api/incidents', body);
    await eventually('the model is asked', () => model.requests.length === asked);
    await changeRules({ enabled: false });
    answer.release();
    const run = (await runsOf(owner))[0];
    expect(await endedRun(owner, run?.id ?? '')).toMatchObject({
      trigger_type: 'incident_opened',
      outcome: 'error',
      summary: 'Sentinel AI was switched off while it worked.',
    });
    expect(model.requests).toHaveLength(asked);
    await changeRules({ enabled: true });
  });

  it('what the investigator did stands in the activity log under its name, and its key nowhere', async () => {
    const { owner, server } = scene;
    const path = '/api/mcp/activity/logs?limit=200';
    const { logs } = await eventually('the calls are stored', async () => {
      const page = await read<{ total: number; logs: Json[] }>(owner, path);
      return page.total >= 7 && page;
    });
    expect(new Set(logs.map((row) => row['key_name']))).toEqual(new Set(['<sentinel-agent>']));
    expect(server.logLines.filter((line) => line.includes('osr_') || line.includes(MODEL_KEY))).toEqual([]);
    const settings = await owner.get('/api/sentinel/model');
    expect(settings.text).not.toContain(MODEL_KEY);
  });

  it('a full reset in the middle of a run takes everything along: nothing more is sent, nothing breaks', async () => {
    const { owner, model, server } = scene;
    const issuedKey = watchKeys();
    const { asked, release } = await runOnHold(call('view_camera', { camera_id: scene.camera(1) }));
    expect((await mcp(issuedKey())).status).toBe(200);
    const reset = await owner.post('/api/settings/danger/full-reset', { confirm: RESET_CONFIRMATION });
    expect(reset.status).toBe(200);
    expect((await mcp(issuedKey())).status).toBe(401);
    release();
    // It resolves only when the investigator is idle.
    await server.running.dispose();
    expect(model.requests).toHaveLength(asked);
    expect(server.logLines.filter((line) => line.includes(' ERROR '))).toEqual([]);
  });
});
