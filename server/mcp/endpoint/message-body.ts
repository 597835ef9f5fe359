import type { IncomingMessage } from 'node:http';
import { JSON_BODY_MAX_BYTES, readBody } from '../../http/request/json-body.ts';
import { RPC_CODES, RpcRefusal } from './json-rpc.ts';

/** Reads a body of at most 1 MiB. 408 when it has not arrived within `timeoutMs`; the connection then ends. */
export async function readWithin(request: IncomingMessage, timeoutMs: number): Promise<Buffer> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const text = 'The message did not arrive in time.';
    late.reject(new RpcRefusal(408, RPC_CODES.refused, text, { headers: { Connection: 'close' } }));
  }, timeoutMs);
  try {
    return await Promise.race([readBody(request, JSON_BODY_MAX_BYTES), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
