import { NodeClient } from './node-client.ts';

/**
 * The node's setup: is the server reachable (any HTTP answer will do), then are the credentials good. Resolves with a
 * line to show; throws an Error with one when setup must stop, TransportError when the server cannot be reached.
 */
export async function validateSetup(url: string, nodeId: string, key: string): Promise<string> {
  if (!/^[0-9a-f]{8}$/i.test(nodeId)) throw new Error('a node id is exactly 8 hex digits');
  if (key.split('-').length !== 5) throw new Error('an API key has five parts joined by hyphens');
  const client = new NodeClient({ url, nodeId, key });
  try {
    await client.health();
    const reply = await client.validate();
    if (reply.status === 404) throw new Error('node id unknown');
    if (reply.status === 401 || reply.status === 403) throw new Error('key wrong');
    if (reply.status < 200 || reply.status >= 300) {
      throw new Error(`server answered ${reply.status}: ${reply.body.split('\n', 1)[0] ?? ''}`);
    }
    const name = (reply.json as { readonly name?: unknown } | undefined)?.name;
    return typeof name === 'string' ? `credentials accepted for "${name}"` : 'credentials accepted';
  } finally {
    client.close();
  }
}
