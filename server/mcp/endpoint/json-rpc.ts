import type { ServerResponse } from 'node:http';
import {
  JSONRPCMessageSchema,
  type JSONRPCMessage,
  type RequestId,
} from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import { sendJson } from '../../http/send.ts';

/** Error codes of JSON-RPC; the range from -32000 down is the server's own. */
export const RPC_CODES = {
  parseError: -32_700,
  invalidRequest: -32_600,
  invalidParams: -32_602,
  internalError: -32_603,
  refused: -32_000,
  unauthorized: -32_001,
} as const;

/** A request that is refused before any of its methods is looked at. */
export class RpcRefusal extends Error {
  readonly status: number;
  readonly code: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Id of the refused request; null while none is known. */
  readonly id: RequestId | null;

  constructor(
    status: number,
    code: number,
    message: string,
    options: { readonly headers?: Record<string, string>; readonly id?: RequestId } = {},
  ) {
    super(message);
    this.name = 'RpcRefusal';
    this.status = status;
    this.code = code;
    this.headers = options.headers ?? {};
    this.id = options.id ?? null;
  }
}

/** Answers with a JSON-RPC error. */
export function sendRpcError(
  response: ServerResponse,
  { status, code, message, headers, id }: RpcRefusal,
): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  sendJson(response, status, { jsonrpc: '2.0', error: { code, message }, id });
}

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
