import type { KeyOwner } from '../nodes/node-key-ring.ts';
import type { HeartbeatEvent } from '../nodes/reports/heartbeat-service.ts';
import type { HubEvent } from './event-hub.ts';

/** What dashboards are told after a heartbeat; `lastErrorOf` answers a camera's present error text. */
export function heartbeatEvents(
  heartbeat: Pick<HeartbeatEvent, 'orgId' | 'nodeId' | 'cameOnline' | 'changed'>,
  lastErrorOf: (cameraId: string) => string | null,
): HubEvent[] {
  const { orgId, nodeId, cameOnline, changed } = heartbeat;
  const events = changed.map(({ cameraId, status }) =>
    cameraEvent(orgId, { cameraId, status, lastError: lastErrorOf(cameraId) }),
  );
  return cameOnline ? [nodeEvent(orgId, nodeId, 'online'), ...events] : events;
}

/** What dashboards are told after a registration: its cameras may be new, renamed or gone. */
export function registrationEvents(owner: Pick<KeyOwner, 'orgId' | 'nodeId'>): HubEvent[] {
  const { orgId, nodeId } = owner;
  return [
    nodeEvent(orgId, nodeId, 'online'),
    { orgId, audience: 'all', message: { type: 'changed', what: 'cameras' } },
  ];
}

/** A camera's state changed; `status` is the effective one. */
function cameraEvent(
  orgId: string,
  camera: { readonly cameraId: string; readonly status: string; readonly lastError: string | null },
): HubEvent {
  const { cameraId, status, lastError } = camera;
  return {
    orgId,
    audience: 'all',
    message: { type: 'camera', camera_id: cameraId, status, last_error: lastError },
  };
}

/** A node's state changed. */
function nodeEvent(orgId: string, nodeId: string, status: string): HubEvent {
  return { orgId, audience: 'admin', message: { type: 'node', node_id: nodeId, status } };
}
