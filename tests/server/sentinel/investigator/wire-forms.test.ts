import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inTurn, type ModelReplyScript } from '../../../support/model-server.ts';
import { InvestigatorBench } from './investigator-bench.ts';

const done: ModelReplyScript = { text: 'Done.' };

/** Answers that are lawful or nearly so, and what must come back of them in the next request. */
describe('answers of models that differ from the plain form', () => {
  let bench: InvestigatorBench;
  beforeEach(async () => {
    bench = await InvestigatorBench.start();
  });
  afterEach(() => bench[Symbol.asyncDispose]());

  const messagesAfter = async (body: unknown): Promise<readonly Record<string, unknown>[]> => {
    bench.model.script = inTurn({ status: 200, body }, done);
    expect((await bench.run()).outcome).toBe('no_action');
    expect(bench.model.problems).toEqual([]);
    return bench.model.requests[1]?.body['messages'] as Record<string, unknown>[];
  };
  const choice = (message: object) => ({ choices: [{ finish_reason: 'tool_calls', message }] });

  it('openai: arguments as an object or missing, ids missing or doubled, are set right', async () => {
    await bench.setModel('openai');
    const called = (args: unknown) => ({ name: 'list_cameras', arguments: args });
    const messages = await messagesAfter(
      choice({
        role: 'assistant',
        tool_calls: [
          { id: '', function: called({}) },
          { id: 'x y', function: called('') },
          { id: 'twice', function: called(undefined) },
          { id: 'twice', function: called('{}') },
          'junk',
        ],
      }),
    );
    const calls = messages[2]?.['tool_calls'] as { id: string }[];
    expect(new Set(calls.map(({ id }) => id)).size).toBe(5);
    expect(bench.recorded).toHaveLength(4);
  });

  it('openai: what a vendor puts beside a call goes back unchanged', async () => {
    await bench.setModel('openai');
    const extra_content = { google: { thought_signature: 'abc' } };
    const call = {
      id: 'c1',
      type: 'function',
      extra_content,
      function: { name: 'list_cameras', arguments: '{}' },
    };
    const messages = await messagesAfter(choice({ role: 'assistant', content: '', tool_calls: [call] }));
    expect(messages[2]).toEqual({ role: 'assistant', content: null, tool_calls: [call] });
  });

  it('openai: no more than sixteen calls of one answer are looked at', async () => {
    await bench.setModel('openai', { maxToolCalls: 60 });
    const tool_calls = Array.from({ length: 500 }, (_, index) => ({
      id: `c${index}`,
      function: { name: 'list_cameras', arguments: '{}' },
    }));
    const messages = await messagesAfter(choice({ role: 'assistant', content: null, tool_calls }));
    expect(messages.filter(({ role }) => role === 'tool')).toHaveLength(16);
    expect(bench.recorded).toHaveLength(16);
  });

  it('anthropic: thoughts go back unchanged before the calls they led to, unknown blocks do not', async () => {
    await bench.setModel('anthropic');
    const thought = { type: 'thinking', thinking: 'Hm.', signature: 'sig' };
    const call = { type: 'tool_use', id: 'toolu_1', name: 'list_cameras', input: {} };
    const messages = await messagesAfter({
      content: [thought, { type: 'text', text: 'I look.' }, { type: 'novelty' }, call],
      stop_reason: 'tool_use',
    });
    expect(messages[1]).toEqual({
      role: 'assistant',
      content: [thought, { type: 'text', text: 'I look.' }, call],
    });
  });

  it('anthropic: the address may end in /v1 or a slash', async () => {
    for (const ending of ['', '/', '/v1', '/v1/']) {
      await bench.setModel('anthropic', { baseUrl: `http://127.0.0.1:${bench.model.port}${ending}` });
      bench.model.script = inTurn(done);
      expect((await bench.run()).outcome, ending).toBe('no_action');
    }
    expect(bench.model.requests.every(({ path }) => path === '/v1/messages')).toBe(true);
  });

  it('anthropic: tokens read from the cache count too', async () => {
    await bench.setModel('anthropic', { inputPriceMicros: 1_000_000 });
    const usage = {
      input_tokens: 1,
      cache_creation_input_tokens: 20,
      cache_read_input_tokens: 300,
      output_tokens: 4,
    };
    bench.model.script = inTurn({ status: 200, body: { content: [{ type: 'text', text: 'Done.' }], usage } });
    expect(await bench.run()).toMatchObject({ inputTokens: 321, outputTokens: 4, costMicros: 321 });
  });
});
