import { JSONRPCMessageSchema, type JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import { RPC_CODES, RpcRefusal } from './json-rpc.ts';

/**
 * Reads one JSON-RPC message. 400 for anything else; several at once are refused whatever their number. A tool call
 * without usable parameters is refused by a JSON-RPC error.
 */
export function parseMessage(bytes: Buffer): JSONRPCMessage {
  const value = parsed(bytes);
  if (Array.isArray(value)) {
    throw new RpcRefusal(400, RPC_CODES.invalidRequest, 'Send one JSON-RPC message at a time, not a batch.');
  }
  const message = JSONRPCMessageSchema.safeParse(value);
  if (message.success) return withArguments(message.data);
  throw new RpcRefusal(400, RPC_CODES.invalidRequest, 'The body is not a JSON-RPC 2.0 message.');
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new RpcRefusal(400, RPC_CODES.parseError, 'The body is not valid JSON.');
  }
}

const toolCallParams = z.looseObject({
  name: z.string(),
  arguments: z
    .record(z.string(), z.unknown())
    .nullish()
    .transform((given) => given ?? {}),
});

/** Arguments of a tool call may be left out or null: then there are none. */
function withArguments(message: JSONRPCMessage): JSONRPCMessage {
  if (!('method' in message) || !('id' in message) || message.method !== 'tools/call') return message;
  const params = toolCallParams.safeParse(message.params);
  if (params.success) return { ...message, params: params.data };
  const text =
    'tools/call needs params with the name of a tool and, if it takes any, an object of arguments.';
  throw new RpcRefusal(200, RPC_CODES.invalidParams, text, { id: message.id });
}
