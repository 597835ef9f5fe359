import type { IncomingMessage } from 'node:http';
import { NODE_KEY_HEADER } from '../../http/request-facts.ts';

const NODE_ID_HEADER = 'x-node-id';

export interface HandshakeCredentials {
  readonly nodeId: string;
  readonly key: string;
  /** True when either value came from the address, as very old nodes send them. */
  readonly fromQuery: boolean;
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function queryOf(request: IncomingMessage): URLSearchParams {
  const url = request.url ?? '';
  const mark = url.indexOf('?');
  return new URLSearchParams(mark === -1 ? '' : url.slice(mark + 1));
}

/** Node id and key of an upgrade request; each header wins over its query twin. Undefined when either is missing. */
export function handshakeCredentials(request: IncomingMessage): HandshakeCredentials | undefined {
  const query = queryOf(request);
  const headerId = headerOf(request, NODE_ID_HEADER);
  const headerKey = headerOf(request, NODE_KEY_HEADER);
  const nodeId = headerId ?? query.get('node_id') ?? '';
  const key = headerKey ?? query.get('api_key') ?? '';
  if (nodeId === '' || key === '') return undefined;
  return { nodeId, key, fromQuery: headerId === undefined || headerKey === undefined };
}
