import {
  isObject,
  tidyCalls,
  tokenCount,
  type CallResult,
  type ChatPicture,
  type ChatRequest,
  type ModelReply,
  type RawCall,
  type ToolCall,
  type Turn,
} from './chat.ts';
import type { ModelMessage } from './model-exchange.ts';
import { ModelFailure } from './model-failure.ts';
import type { ModelAccount } from './model-setup.ts';

/** A request in the form that OpenAI introduced and that Ollama and many others understand. */
export function openaiMessage({ baseUrl, key, model }: ModelAccount, request: ChatRequest): ModelMessage {
  return {
    url: `${baseUrl}/chat/completions`,
    headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
    body: {
      model,
      messages: [{ role: 'system', content: request.system }, ...request.turns.flatMap(messagesOf)],
      tools: request.tools.map(({ name, description, schema }) => ({
        type: 'function',
        function: { name, description, parameters: schema },
      })),
      stream: false,
    },
  };
}

function messagesOf(turn: Turn): object[] {
  if (turn.role === 'user') {
    // Servers for models without eyes know plain text alone.
    const content = turn.pictures.length === 0 ? turn.text : withPictures(turn.text, turn.pictures);
    return [{ role: 'user', content }];
  }
  if (turn.role === 'results') return resultMessages(turn.results);
  const content = turn.text === '' ? null : turn.text;
  if (turn.calls.length === 0) return [{ role: 'assistant', content }];
  return [{ role: 'assistant', content, tool_calls: turn.calls.map(callPart) }];
}

function callPart({ id, name, args, opaque }: ToolCall): object {
  // Some servers read the arguments again and refuse the conversation when they are no JSON.
  const called = { name, arguments: JSON.stringify(args ?? {}) };
  return {
    id,
    type: 'function',
    function: called,
    ...(opaque === undefined ? {} : { extra_content: opaque }),
  };
}

/** Answers of tools are text alone, so their pictures follow as if the user had sent them. */
function resultMessages(results: readonly CallResult[]): object[] {
  const answers = results.map(({ callId, text }) => ({ role: 'tool', tool_call_id: callId, content: text }));
  const pictured = results.filter(({ pictures }) => pictures.length > 0);
  if (pictured.length === 0) return answers;
  const content = pictured.flatMap(({ callId, toolName, pictures }) =>
    withPictures(`Pictures that ${toolName} (call ${callId}) answered, in order:`, pictures),
  );
  return [...answers, { role: 'user', content }];
}

function withPictures(text: string, pictures: readonly ChatPicture[]): object[] {
  return [
    { type: 'text', text },
    ...pictures.map(({ base64 }) => ({
      type: 'image_url',
      image_url: { url: `data:image/jpeg;base64,${base64}` },
    })),
  ];
}

/** The model's answer. Throws ModelFailure when it is none. */
export function openaiReply(value: unknown, request: ChatRequest): ModelReply {
  const choice =
    isObject(value) && Array.isArray(value['choices']) ? (value['choices'][0] as unknown) : undefined;
  const message = isObject(choice) ? choice['message'] : undefined;
  if (!isObject(value) || !isObject(choice) || !isObject(message)) {
    const words =
      'What answers at this address does not speak the OpenAI form. Check the address and the vendor.';
    throw new ModelFailure('unusable', words);
  }
  const usage = isObject(value['usage']) ? value['usage'] : {};
  const refusal = typeof message['refusal'] === 'string' ? message['refusal'] : '';
  const calls = Array.isArray(message['tool_calls']) ? message['tool_calls'].map(rawCall) : [];
  return {
    turn: {
      role: 'assistant',
      text: textOf(message['content']) || refusal,
      calls: tidyCalls(calls, request),
      opaque: [],
    },
    refused: refusal !== '' || choice['finish_reason'] === 'content_filter',
    inputTokens: tokenCount(usage['prompt_tokens']),
    outputTokens: tokenCount(usage['completion_tokens']),
  };
}

function rawCall(call: unknown): RawCall {
  const { id, function: called, extra_content: opaque } = isObject(call) ? call : {};
  const { name, arguments: args } = isObject(called) ? called : {};
  return { id, name, args: argumentsOf(args), opaque };
}

/** Arguments are JSON text; some servers send the object itself, or nothing when there are none. */
function argumentsOf(args: unknown): unknown {
  if (args === undefined || args === null || args === '') return {};
  if (typeof args !== 'string') return args;
  try {
    return JSON.parse(args);
  } catch {
    return undefined;
  }
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content.trim();
  if (!Array.isArray(content)) return '';
  const texts = content.map((part: unknown) => (isObject(part) ? part['text'] : ''));
  return texts
    .filter((text) => typeof text === 'string')
    .join('')
    .trim();
}
