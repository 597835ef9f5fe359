import { afterEach, describe, expect, it } from 'vitest';
import { sentinelModels, sentinelRuns } from '../../../../server/db/schema/organization.ts';
import { deleteOldPictures } from '../../../../server/sentinel/investigator/pictures/picture-cleanup.ts';
import { reapRuns } from '../../../../server/sentinel/runs/reaper.ts';
import { GATE } from '../../incidents/incident-bench.ts';
import { inTurn, type ModelReplyScript, type ModelVendor } from '../../../support/model-server.ts';
import { eventually } from '../../../support/wait.ts';
import { drawn, InvestigatorBench, KEY } from './investigator-bench.ts';

const VENDORS: readonly ModelVendor[] = ['openai', 'anthropic'];
const DAY_MS = 24 * 3_600_000;
const nothing: ModelReplyScript = {
  calls: [{ name: 'finish_investigation', args: { outcome: 'no_action', summary: 'A cat.' } }],
};
const look: ModelReplyScript = { calls: [{ name: 'list_cameras' }] };

describe('what stands against an investigation', () => {
  let bench: InvestigatorBench;
  afterEach(() => bench[Symbol.asyncDispose]());
  const start = async (limits: Parameters<typeof InvestigatorBench.start>[0] = {}) => {
    bench = await InvestigatorBench.start(limits);
  };

  it('nothing leaves before a model is entered and switched on, and the run goes on waiting', async () => {
    await start();
    const id = await bench.waiting();
    await bench.work();
    await bench.setModel('openai', { enabled: false });
    await bench.work();
    expect([bench.row(id).outcome, bench.model.requests.length]).toEqual(['pending', 0]);
    await bench.setModel();
    await bench.work();
    expect([bench.row(id).outcome, bench.model.requests.length]).toEqual(['no_action', 1]);
  });

  it('runs are left to the agent service when there is one', async () => {
    await start({ agentKey: 'service-key' });
    await bench.setModel();
    const id = await bench.waiting();
    await bench.work();
    expect([bench.row(id).outcome, bench.model.requests.length]).toEqual(['pending', 0]);
  });

  it('a model without address ends the run with the sentence that says so', async () => {
    await start();
    await bench.setModel('openai', { baseUrl: '' });
    const run = await bench.run();
    expect([run.outcome, run.attempts]).toEqual(['error', 1]);
    expect(run.summary).toContain('Enter the address of the model');
  });

  for (const vendor of VENDORS) {
    it(`${vendor}: refusals by status end the run at once, each with a clear sentence`, async () => {
      await start();
      await bench.setModel(vendor);
      const summaryOf = async (status: number, body: unknown = {}): Promise<string> => {
        bench.model.script = inTurn({ status, body });
        const before = bench.model.requests.length;
        const run = await bench.run();
        expect([run.outcome, bench.model.requests.length - before], String(status)).toEqual(['error', 1]);
        return run.summary;
      };
      expect(await summaryOf(400, { error: { message: 'image too big' } })).toContain(
        'It said: image too big',
      );
      expect(await summaryOf(401, { error: { message: `Incorrect key ${KEY}` } })).toContain(
        'Incorrect key ***',
      );
      expect(await summaryOf(402)).toContain('no credit');
      expect(await summaryOf(404, { error: 'model not found' })).toContain('no model "watcher-1"');
      expect(await summaryOf(413)).toContain('smaller');
      expect(await summaryOf(307)).toContain('leads to another address');
      expect(await summaryOf(200, 'hello')).toContain('no JSON');
      expect(await summaryOf(200, { hello: 1 })).toContain('does not speak');
      expect(await summaryOf(200, JSON.stringify('x'.repeat(5_000_000)))).toContain('far longer');
      expect(JSON.stringify(bench.db.read.select().from(sentinelRuns).all())).not.toContain(KEY);
    });

    it(`${vendor}: a busy model is asked again, and given up after some attempts`, async () => {
      await start();
      await bench.setModel(vendor);
      bench.model.script = inTurn({ status: 529 }, { status: 429, headers: { 'retry-after': '0' } }, nothing);
      expect((await bench.run()).outcome).toBe('no_action');
      expect(bench.model.requests).toHaveLength(3);
      bench.model.script = inTurn({ status: 503 });
      const run = await bench.run();
      expect(run.outcome).toBe('error');
      expect(run.summary).toContain('has a problem (status 503)');
      expect(bench.model.requests).toHaveLength(6);
    });

    it(`${vendor}: a connection that breaks off, silence and nobody there are errors with their reason`, async () => {
      await start({ callTimeoutMs: 1_000 });
      await bench.setModel(vendor);
      bench.model.script = inTurn({ fault: 'cut' });
      expect((await bench.run()).summary).toContain('closed the connection');
      bench.model.script = inTurn({ fault: 'silence' });
      expect((await bench.run()).summary).toBe('The model did not answer within 1 seconds.');
      await bench.setModel(vendor, { baseUrl: 'http://127.0.0.1:1/v1' });
      expect((await bench.run()).summary).toContain('Nothing takes connections');
      await bench.setModel(vendor, { baseUrl: 'http://169.254.169.254/v1' });
      expect((await bench.run()).summary).toContain('link-local');
    });
  }

  it('a vendor that wants to be left alone for long is not waited for', async () => {
    await start();
    await bench.setModel();
    bench.model.script = inTurn({ status: 429, headers: { 'retry-after': '3600' } });
    expect((await bench.run()).summary).toContain('allows no more requests');
    expect(bench.model.requests).toHaveLength(1);
  });

  it('the time limit ends a run, also while the model is silent', async () => {
    await start({ minuteMs: 1_500 });
    await bench.setModel('openai', { maxMinutes: 2 });
    bench.model.script = inTurn(look, { fault: 'silence' });
    const run = await bench.run();
    expect([run.outcome, run.toolCallCount]).toEqual(['error', 1]);
    expect(run.summary).toBe('The investigation took longer than the 2 minutes it may take.');
  });

  it('once the model is switched off or changed, nothing more is sent to it', async () => {
    await start();
    for (const change of [{ enabled: false }, { model: 'other' }, { baseUrl: 'http://127.0.0.1:1' }]) {
      await bench.setModel();
      const before = bench.model.requests.length;
      bench.model.script = async () => {
        await bench.db.write(async (tx) => void tx.update(sentinelModels).set(change).run());
        return look;
      };
      const run = await bench.run();
      expect(run.outcome).toBe('error');
      expect(run.summary).toContain('changed or switched off while it worked');
      expect(bench.model.requests.length - before).toBe(1);
    }
  });

  it('a stop leaves the run to the next start, where it is begun once more and no third time', async () => {
    await start();
    await bench.setModel();
    await bench.node();
    const stop = new AbortController();
    bench.model.script = inTurn(
      { calls: [{ name: 'view_camera', args: { camera_id: GATE } }] },
      { fault: 'silence' },
    );
    const id = await bench.waiting();
    const crash = async (signal: AbortController): Promise<void> => {
      const before = bench.model.requests.length;
      await bench.begin(signal.signal);
      await eventually('the model is asked', () => bench.model.requests.length > before + 1 || undefined);
      signal.abort();
      await bench.investigator.idle();
    };
    await crash(stop);
    expect([bench.row(id).outcome, bench.row(id).attempts]).toEqual(['running', 1]);
    expect(bench.pictures()).toHaveLength(1);
    const reap = () => {
      bench.clock.advance(1_000);
      const { db, clock, plans } = bench;
      return reapRuns({ db, clock, plans, publish: () => undefined, serverStartedAt: bench.clock.now() });
    };
    expect(await reap()).toMatchObject({ requeued: [id], reaped: 0 });
    bench.model.script = (request) =>
      request.results.length === 0
        ? { calls: [{ name: 'view_camera', args: { camera_id: GATE } }] }
        : { fault: 'silence' };
    await crash(new AbortController());
    expect([bench.row(id).outcome, bench.row(id).attempts]).toEqual(['running', 2]);
    expect(bench.pictures().map(({ number }) => number)).toEqual([1]);
    expect(await reap()).toMatchObject({ requeued: [], ids: [id] });
    await bench.work();
    expect(bench.row(id).outcome).toBe('error');
  });

  it('a run that was ended or erased meanwhile is left alone', async () => {
    await start();
    await bench.setModel();
    bench.model.script = async () => {
      const ended = { outcome: 'error', summary: 'Stranded.' };
      await bench.db.write(async (tx) => void tx.update(sentinelRuns).set(ended).run());
      return look;
    };
    const run = await bench.run();
    expect([run.outcome, run.summary, bench.recorded.length]).toEqual(['error', 'Stranded.', 0]);
    bench.model.script = async () => {
      await bench.db.write(async (tx) => void tx.delete(sentinelRuns).run());
      return look;
    };
    await bench.waiting();
    await bench.work();
    expect(bench.db.read.select().from(sentinelRuns).all()).toEqual([]);
    expect(bench.model.requests).toHaveLength(2);
  });

  it('pictures of runs are deleted after 30 days', async () => {
    await start();
    await bench.setModel();
    await bench.node('aaaaaaaa', drawn(64, 64));
    const once = inTurn({ calls: [{ name: 'view_camera', args: { camera_id: GATE } }] }, nothing);
    bench.model.script = (request) => once(request, request.results.length);
    await bench.run();
    bench.clock.advance(DAY_MS);
    await bench.run();
    bench.clock.advance(29 * DAY_MS + 1);
    const { signal } = new AbortController();
    expect(await deleteOldPictures({ db: bench.db, clock: bench.clock }, signal)).toBe(1);
    expect(bench.pictures()).toHaveLength(1);
  });
});
