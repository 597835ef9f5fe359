import {
  isObject,
  tidyCalls,
  tokenCount,
  type CallResult,
  type ChatPicture,
  type ChatRequest,
  type ModelReply,
  type Turn,
} from './chat.ts';
import type { ModelMessage } from './model-exchange.ts';
import { ModelFailure } from './model-failure.ts';
import type { ModelAccount } from './model-setup.ts';

/** Version of the form, which the vendor wants to be named. */
const API_VERSION = '2023-06-01';
/** Tokens of one answer; a report takes about a thousand. */
const ANSWER_TOKENS = 4096;

/** A request in Anthropic's form. */
export function anthropicMessage({ baseUrl, key, model }: ModelAccount, request: ChatRequest): ModelMessage {
  return {
    url: baseUrl.endsWith('/v1') ? `${baseUrl}/messages` : `${baseUrl}/v1/messages`,
    headers: { 'anthropic-version': API_VERSION, ...(key === undefined ? {} : { 'x-api-key': key }) },
    body: {
      model,
      max_tokens: ANSWER_TOKENS,
      system: request.system,
      messages: request.turns.map(messageOf),
      tools: request.tools.map(({ name, description, schema }) => ({
        name,
        description,
        input_schema: schema,
      })),
    },
  };
}

function messageOf(turn: Turn): object {
  if (turn.role === 'user') {
    return { role: 'user', content: [...turn.pictures.map(picturePart), ...textPart(turn.text)] };
  }
  if (turn.role === 'results') return { role: 'user', content: turn.results.map(resultPart) };
  const calls = turn.calls.map(({ id, name, args }) => ({ type: 'tool_use', id, name, input: args ?? {} }));
  return { role: 'assistant', content: [...turn.opaque, ...textPart(turn.text), ...calls] };
}

/** Blank text parts are refused. */
function textPart(text: string): object[] {
  return text.trim() === '' ? [] : [{ type: 'text', text }];
}

function picturePart({ base64 }: ChatPicture): object {
  return { type: 'image', source: { type: 'base64', media_type: 'image/jpeg', data: base64 } };
}

function resultPart({ callId, text, pictures, isError }: CallResult): object {
  return {
    type: 'tool_result',
    tool_use_id: callId,
    content: [...textPart(text), ...pictures.map(picturePart)],
    ...(isError ? { is_error: true } : {}),
  };
}

/** The model's answer. Throws ModelFailure when it is none. */
export function anthropicReply(value: unknown, request: ChatRequest): ModelReply {
  if (!isObject(value) || !Array.isArray(value['content'])) {
    const words =
      'What answers at this address does not speak the Anthropic form. Check the address and the vendor.';
    throw new ModelFailure('unusable', words);
  }
  const blocks = value['content'].filter(isObject);
  const ofType = (...types: readonly string[]) =>
    blocks.filter(({ type }) => typeof type === 'string' && types.includes(type));
  const calls = ofType('tool_use').map(({ id, name, input }) => ({ id, name, args: input }));
  const usage = isObject(value['usage']) ? value['usage'] : {};
  return {
    turn: {
      role: 'assistant',
      text: ofType('text')
        .map(({ text }) => (typeof text === 'string' ? text : ''))
        .join('')
        .trim(),
      calls: tidyCalls(calls, request),
      // A model that thinks must find its thoughts again before the calls they led to.
      opaque: ofType('thinking', 'redacted_thinking'),
    },
    refused: value['stop_reason'] === 'refusal',
    inputTokens:
      tokenCount(usage['input_tokens']) +
      tokenCount(usage['cache_creation_input_tokens']) +
      tokenCount(usage['cache_read_input_tokens']),
    outputTokens: tokenCount(usage['output_tokens']),
  };
}
