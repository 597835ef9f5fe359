import { expect, it } from 'vitest';
import { createTools } from '../../../../server/mcp/tools/create-tools.ts';
import { AwakeTime } from '../../../support/awake-time.ts';
import { GATE } from '../../incidents/incident-bench.ts';
import { answering, caller, pictured, ToolBench } from './tool-bench.ts';

const watch = (tools: ToolBench) => {
  const { pause: _, ...deps } = tools.deps;
  const found = createTools(deps).find(({ name }) => name === 'watch_camera');
  if (found === undefined) throw new Error('There is no watch_camera');
  return found;
};

it('mcp 30: two commands really come about a second apart', async () => {
  await using tools = await ToolBench.start();
  const end = await tools.bench.connect();
  answering(end, pictured());
  const asked: { readonly at: number; readonly awakeMs: number }[] = [];
  using awake = new AwakeTime();
  end.socket.on('message', () => asked.push({ at: performance.now(), awakeMs: awake.ms }));
  await watch(tools).run(caller(), { camera_id: GATE, count: 2, interval_seconds: 1 });
  const none = { at: 0, awakeMs: 0 };
  const [first = none, second = none] = asked;
  expect(asked).toHaveLength(2);
  expect(second.at - first.at).toBeGreaterThan(950);
  expect(second.awakeMs - first.awakeMs).toBeLessThan(3000);
});

it('a caller that leaves during a long pause ends it at once', async () => {
  await using tools = await ToolBench.start();
  const end = await tools.bench.connect();
  answering(end, pictured());
  const gone = new AbortController();
  const by = { ...caller(), signal: gone.signal };
  const watching = watch(tools).run(by, { camera_id: GATE, count: 10, interval_seconds: 30 });
  await end.frame('command');
  let leftAt = Number.NaN;
  setTimeout(() => {
    leftAt = performance.now();
    gone.abort();
  }, 200);
  await expect(watching).rejects.toThrow(/ended/);
  expect(performance.now() - leftAt).toBeLessThan(5000);
});
