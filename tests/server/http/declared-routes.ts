import type { Endpoint } from '../../../server/contract/endpoint.ts';
import type { Answer, TestClient } from '../../support/test-client.ts';

/** Values for the `{name}` parameters of declared paths. */
export type PathValues = Readonly<Record<string, string>>;

/** Well-formed values of things that do not exist. */
const UNKNOWN: PathValues = {
  id: '999999',
  group_id: '999999',
  snapshot_id: '999999',
  date: '2026-01-01',
  filename: 'segment_00001.ts',
};

/** An address of this endpoint; parameters without a value become a name nobody has. */
export function addressOf(endpoint: Endpoint, values: PathValues = {}): string {
  return endpoint.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(values[name] ?? UNKNOWN[name] ?? 'nobody'),
  );
}

export function labelOf(endpoint: Endpoint): string {
  return `${endpoint.method} ${endpoint.path}`;
}

/** Calls an endpoint with an empty body: enough to see who is let in, too little to change much. */
export function call(client: TestClient, endpoint: Endpoint, values: PathValues = {}): Promise<Answer> {
  // The segment's name is looked at before the key.
  const query = endpoint.path.endsWith('/push-segment') ? '?filename=segment_00001.ts' : '';
  return client.ask(endpoint.method, addressOf(endpoint, values) + query);
}

const ENDING = new Set([
  '/api/auth/sign-out',
  '/api/auth/sign-out-all',
  '/api/nodes/self/decommission',
  '/api/settings/danger/full-reset',
]);

/** True when success ends the caller's own access. */
export function endsAccess(endpoint: Endpoint): boolean {
  return ENDING.has(endpoint.path);
}
