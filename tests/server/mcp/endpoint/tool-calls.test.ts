import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../../server/http/app-error.ts';
import { eventually } from '../../../support/wait.ts';
import { PICTURE } from './fake-tools.ts';
import { bearer, failureOf, McpBench, message, type RpcAnswer } from './mcp-bench.ts';

const DAY_MS = 86_400_000;

describe('calling a tool', () => {
  let bench: McpBench;
  let key: string;
  beforeEach(async () => {
    bench = await McpBench.start();
    key = await bench.key({ name: 'Night watch' });
  });
  afterEach(() => bench[Symbol.asyncDispose]());

  const status = () => bench.call(key, 'get_system_status');

  describe('arguments and results', () => {
    it('ai-mcp 6: lists come wrapped, objects as they are, both as text too', async () => {
      const list = await bench.call(key, 'list_cameras', {});
      const cameras = ['cam_1', 'cam_2', 'cam_3'].map((camera_id) => ({ camera_id, name: null }));
      expect(list).toEqual({
        content: [{ type: 'text', text: JSON.stringify(cameras) }],
        structuredContent: { result: cameras },
      });
      const camera = { camera_id: 'cam_1', name: 'Door' };
      expect(await bench.call(key, 'get_camera', { camera_id: 'cam_1' })).toEqual({
        content: [{ type: 'text', text: JSON.stringify(camera) }],
        structuredContent: camera,
      });
      expect((await bench.call(key, 'get_stream_logs')).content).toEqual([{ type: 'text', text: '[]' }]);
    });

    it('ai-mcp 1.4: a picture is an image block without structured content', async () => {
      expect(await bench.call(key, 'view_camera', { camera_id: 'cam_1' })).toEqual({
        content: [{ type: 'image', data: PICTURE, mimeType: 'image/jpeg' }],
      });
    });

    it('ai-mcp 7: numbers as text are taken, anything else is refused by name of tool and argument', async () => {
      await bench.call(key, 'get_stream_logs', { limit: '2' });
      expect(bench.probe.calls.at(-1)?.args).toEqual({ camera_id: null, limit: 2 });
      const refused: [unknown, RegExp][] = [
        [{ limit: 1.5 }, /limit/],
        [{ limit: '1.5' }, /limit/],
        [{ limit: 0 }, /limit/],
        [{ limit: '501' }, /limit/],
        [{ limit: 'many' }, /limit/],
        [{ limit: null }, /limit/],
        [{ limit: [2] }, /limit/],
        [{ camera_id: 7 }, /camera_id/],
        [{ colour: 'red' }, /no argument "colour"/],
      ];
      const before = bench.probe.calls.length;
      for (const [args, pattern] of refused) {
        const text = failureOf(await bench.call(key, 'get_stream_logs', args));
        expect(text).toMatch(pattern);
        expect(text).toContain('get_stream_logs');
      }
      expect(failureOf(await bench.call(key, 'get_camera'))).toContain('"camera_id" is required');
      expect(bench.probe.calls).toHaveLength(before);
      expect(bench.recorded).toHaveLength(1);
    });

    it('ai-mcp 7: an argument named __proto__ changes nothing', async () => {
      await bench.call(key, 'get_stream_logs', JSON.parse('{"__proto__":{"limit":3}}'));
      expect(bench.probe.calls.at(-1)?.args).toEqual({ camera_id: null, limit: 50 });
    });

    it('ai-mcp 1.4: a text that looks like a number stays a text where one is wanted', async () => {
      expect((await bench.call(key, 'get_camera', { camera_id: '42' })).structuredContent).toMatchObject({
        camera_id: '42',
      });
    });

    it('ai-mcp 1.4: arguments may be absent or null; without a tool name it is -32602', async () => {
      expect((await bench.call(key, 'list_cameras')).isError).toBeUndefined();
      expect((await bench.call(key, 'list_cameras', null)).isError).toBeUndefined();
      for (const params of [undefined, {}, { name: 7 }, { name: 'list_cameras', arguments: ['x'] }]) {
        const answer = await bench.rpc(key, 'tools/call', params);
        expect([answer.id, answer.error?.code]).toEqual([1, -32_602]);
      }
    });
  });

  describe('plan and budget', () => {
    it('ai-mcp 10: without a plan that has agents the call points to /pricing, is attributed, and counts as no use', async () => {
      await bench.setting('org_plan', 'free_org');
      expect(failureOf(await status())).toContain('/pricing');
      expect(bench.recorded).toMatchObject([
        {
          orgId: 'org_1',
          keyName: 'Night watch',
          toolName: 'get_system_status',
          error: expect.stringContaining('/pricing'),
        },
      ]);
      expect(bench.keyRows()[0]?.lastUsedAt).toBeNull();
      expect(bench.probe.calls).toEqual([]);
      expect(await bench.toolNames(key)).toHaveLength(23);
    });

    it('ai-mcp B22: a week after a payment failed the paid plan counts no more', async () => {
      await bench.setting('payment_past_due', 'true');
      await bench.setting('payment_past_due_at', bench.clock.now().toISOString());
      expect((await status()).isError).toBeUndefined();
      bench.clock.advance(8 * DAY_MS);
      expect(failureOf(await status())).toContain('/pricing');
    });

    it('ai-mcp 11, 12: the 31st call of a minute on Pro fails and costs nothing; keys have budgets of their own', async () => {
      for (let count = 0; count < 30; count += 1) {
        expect((await status()).isError).toBeUndefined();
        bench.clock.advance(1_000);
      }
      for (let count = 0; count < 5; count += 1) expect(failureOf(await status())).toMatch(/\b30\b.* Pro /);
      const other = await bench.key();
      expect((await bench.call(other, 'get_system_status')).isError).toBeUndefined();
      bench.clock.advance(30_000);
      expect((await status()).isError).toBeUndefined();
      expect(failureOf(await status())).toContain('30');
      expect(bench.recorded.filter(({ error }) => error === undefined)).toHaveLength(32);
    });

    it('ai-mcp 11: on Pro Plus it is the 121st', async () => {
      await bench.setting('org_plan', 'pro_plus');
      const sent = await Promise.all(Array.from({ length: 20 }, status));
      for (let round = 1; round < 6; round += 1)
        sent.push(...(await Promise.all(Array.from({ length: 20 }, status))));
      expect(sent.filter(({ isError }) => isError === true)).toEqual([]);
      expect(failureOf(await status())).toMatch(/\b120\b.* Pro Plus /);
    });

    it('scope and argument refusals use no budget', async () => {
      for (let count = 0; count < 31; count += 1) {
        await bench.call(key, 'no_such_tool');
        await bench.call(key, 'get_camera', { camera_id: 7 });
      }
      expect((await status()).isError).toBeUndefined();
    });

    it('the last use is stored, at most once a second', async () => {
      const [first] = [bench.clock.now()];
      await status();
      bench.clock.advance(999);
      await status();
      expect(bench.keyRows()[0]?.lastUsedAt).toEqual(first);
      bench.clock.advance(1);
      await status();
      expect(bench.keyRows()[0]?.lastUsedAt).toEqual(bench.clock.now());
    });
  });

  describe('what happens to a call', () => {
    it('the tool is told who calls, and the call is recorded with its arguments and duration', async () => {
      bench.probe.work = async () => {
        bench.clock.advance(40);
        return { ok: true };
      };
      await status();
      await bench.call(key, 'get_stream_logs', { limit: '7' });
      expect(bench.probe.calls[0]?.caller).toMatchObject({
        orgId: 'org_1',
        keyName: 'Night watch',
        author: 'mcp:Night watch',
      });
      expect(bench.recorded).toEqual([
        {
          orgId: 'org_1',
          keyName: 'Night watch',
          toolName: 'get_system_status',
          args: {},
          durationMs: 40,
          error: undefined,
        },
        {
          orgId: 'org_1',
          keyName: 'Night watch',
          toolName: 'get_stream_logs',
          args: { camera_id: null, limit: 7 },
          durationMs: 0,
          error: undefined,
        },
      ]);
    });

    it('a failure is told in its own words; a refusal of a service in its; anything else says nothing of the inside', async () => {
      await bench.call(key, 'get_camera', { camera_id: 'cam_1' });
      bench.probe.work = async () => {
        throw AppError.plain(507, 'The disk is full.');
      };
      expect(failureOf(await status())).toBe('The disk is full.');
      bench.probe.work = async () => {
        throw new Error('SELECT secret FROM somewhere');
      };
      const text = failureOf(await status());
      expect(text).toContain('get_system_status');
      expect(text).not.toMatch(/SELECT|Error|at /);
      expect(bench.recorded.at(-1)?.error).toBe(text);
      expect(bench.logLines.some((line) => line.includes('SELECT secret'))).toBe(true);
    });

    it('a tool learns that its caller left', async () => {
      const { promise: aborted, resolve } = Promise.withResolvers<void>();
      bench.probe.work = ({ signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => {
            resolve();
            reject(signal.reason instanceof Error ? signal.reason : new Error('gone'));
          });
        });
      const abort = new AbortController();
      const sent = fetch(`${bench.url}/mcp`, {
        method: 'POST',
        headers: { ...bearer(key), 'content-type': 'application/json' },
        body: JSON.stringify(message('tools/call', { name: 'get_system_status' })),
        signal: abort.signal,
      });
      await eventually('the tool runs', () => bench.probe.calls.length === 1);
      abort.abort();
      await expect(sent).rejects.toThrow();
      await aborted;
      await eventually('the call is recorded', () => bench.recorded.length === 1);
      expect(bench.logLines.filter((line) => line.includes('ERROR'))).toEqual([]);
    });

    it('at most 32 calls of a key and 64 in all are under way; more are told to wait and cost nothing', async () => {
      await bench.setting('org_plan', 'pro_plus');
      const keys = [key, await bench.key(), await bench.key()];
      const { promise: release, resolve } = Promise.withResolvers<Record<string, unknown>>();
      bench.probe.work = () => release;
      const begin = (one: string | undefined, count: number) =>
        Array.from({ length: count }, () => bench.call(one ?? '', 'get_system_status'));
      const first = begin(keys[0], 32);
      await eventually('32 run', () => bench.probe.calls.length === 32);
      expect(failureOf(await status())).toContain('not counted');
      const second = begin(keys[1], 32);
      await eventually('64 run', () => bench.probe.calls.length === 64);
      expect(failureOf(await bench.call(keys[2] ?? '', 'get_system_status'))).toContain('not counted');
      resolve({ ok: true });
      for (const result of await Promise.all([...first, ...second])) expect(result.isError).toBeUndefined();
      const rest = await Promise.all(begin(keys[0], 32));
      expect(rest.filter(({ isError }) => isError === true)).toEqual([]);
    });

    it('a stopping server gives up what is under way', async () => {
      bench.probe.work = ({ signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(new Error('given up')));
        });
      const pending = bench.post(message('tools/call', { name: 'get_system_status' }), bearer(key));
      await eventually('the tool runs', () => bench.probe.calls.length === 1);
      bench.endpoint.stop();
      await expect(pending).rejects.toThrow();
      expect((await bench.post(message('ping'), bearer(key))).json<RpcAnswer>().result).toEqual({});
    });
  });
});
