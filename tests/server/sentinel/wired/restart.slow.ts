import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inTurn, startModelServer, type ModelServer } from '../../../support/model-server.ts';
import { setUpOwner } from '../../../support/people.ts';
import { anyFreePort } from '../../../../scripts/throwaway/ports.ts';
import { spawnServer, type ServerProcess } from '../../../support/server-process.ts';
import type { TestClient } from '../../../support/test-client.ts';
import { temporaryFolder } from '../../../support/test-config.ts';
import { eventually } from '../../../support/wait.ts';
import { call, endedRun, finish, runOf, setModel, startRun } from './sentinel-scene.ts';

/** What a slow model must not delay. */
const STOP_MAX_MS = 8_000;

describe('a run of the built-in investigator and the end of the server', () => {
  const folder = temporaryFolder();
  let port: number;
  let server: ServerProcess;
  let owner: TestClient;
  let model: ModelServer;

  const start = async (): Promise<void> => {
    server = await spawnServer({
      dataDir: folder.path,
      port,
      env: { RELEASE_CHECK: 'off', LOG_LEVEL: 'info', SENTINEL_REAPER_INTERVAL_SECONDS: '1' },
    });
  };

  beforeAll(async () => {
    port = await anyFreePort();
    model = await startModelServer();
    await start();
    owner = await setUpOwner(server.url);
    await setModel(owner, { base_url: model.baseUrl('openai'), model: 'watcher-1', enabled: true });
  }, 60_000);
  beforeEach(() => {
    model.script = inTurn({ fault: 'silence' });
  });
  afterEach(() => expect(model.problems).toEqual([]));
  afterAll(async () => {
    await server?.kill();
    await model?.[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });

  /** A run whose first tool call is done and whose next question the model does not answer. */
  async function stuckRun(): Promise<string> {
    const asked = model.requests.length;
    model.script = (_request, number) => (number === asked ? call('list_cameras') : { fault: 'silence' });
    const id = await startRun(owner);
    await eventually('the model is asked twice', () => model.requests.length === asked + 2);
    expect(await runOf(owner, id)).toMatchObject({ outcome: 'running', tool_call_count: 1 });
    return id;
  }

  it('a stop in the middle of a run does not wait for the model; the next start finishes the run', async () => {
    const id = await stuckRun();
    const begun = performance.now();
    expect(await server.stop()).toBe(0);
    expect(performance.now() - begun).toBeLessThan(STOP_MAX_MS);
    const asked = model.requests.length;
    model.script = inTurn(finish('no_action', 'All is well.'));
    await start();
    const run = await endedRun(owner, id);
    expect(run).toMatchObject({
      outcome: 'no_action',
      summary: 'All is well.',
      runner: 'builtin',
      tool_call_count: 0,
      tool_trace: [],
    });
    expect(model.requests).toHaveLength(asked + 1);
  });

  it('killed twice in the middle of a run: begun twice, then an error that says so, never for ever running', async () => {
    const id = await stuckRun();
    await server.kill();
    const asked = model.requests.length;
    await start();
    await eventually('the run is begun once more', () => model.requests.length === asked + 1);
    expect(await runOf(owner, id)).toMatchObject({ outcome: 'running' });
    await server.kill();
    model.script = inTurn(finish('no_action', 'Nobody may ask for this.'));
    await start();
    expect(await endedRun(owner, id)).toMatchObject({
      outcome: 'error',
      summary: expect.stringContaining('never finished'),
    });
    model.script = inTurn(finish('no_action', 'The next one works.'));
    const next = await startRun(owner);
    expect(await endedRun(owner, next)).toMatchObject({ summary: 'The next one works.' });
    expect(model.requests).toHaveLength(asked + 2);
  });

  it('a run that waits when the server is killed is worked on by the next, once', async () => {
    const first = await stuckRun();
    const second = await startRun(owner, { prompt: 'And the yard?' });
    await server.kill();
    const asked = model.requests.length;
    model.script = inTurn(finish('no_action', 'All is well.'));
    await start();
    for (const id of [first, second])
      expect(await endedRun(owner, id)).toMatchObject({ outcome: 'no_action' });
    expect(model.requests).toHaveLength(asked + 2);
  });
});
