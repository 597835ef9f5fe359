import type { ServerResponse } from 'node:http';
import type { RequestId } from '@modelcontextprotocol/sdk/types.js';
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
