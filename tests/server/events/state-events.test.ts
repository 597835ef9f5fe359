import { expect, it } from 'vitest';
import { dashboardMessage } from '../../../server/contract/dashboard-events.ts';
import { heartbeatEvents, registrationEvents } from '../../../server/events/state-events.ts';

const HEARTBEAT = { orgId: 'org_1', nodeId: 'node_1', nodeName: 'Back office' } as const;

it('a heartbeat tells each changed camera to everybody and a returned node to admins', () => {
  const changed = [
    { cameraId: 'a', name: 'A', former: 'offline', status: 'streaming' },
    { cameraId: 'b', name: 'B', former: 'streaming', status: 'failed' },
  ];
  const events = heartbeatEvents({ ...HEARTBEAT, cameOnline: true, changed }, (cameraId) =>
    cameraId === 'b' ? 'no signal' : null,
  );
  expect(events).toEqual([
    { orgId: 'org_1', audience: 'admin', message: { type: 'node', node_id: 'node_1', status: 'online' } },
    {
      orgId: 'org_1',
      audience: 'all',
      message: { type: 'camera', camera_id: 'a', status: 'streaming', last_error: null },
    },
    {
      orgId: 'org_1',
      audience: 'all',
      message: { type: 'camera', camera_id: 'b', status: 'failed', last_error: 'no signal' },
    },
  ]);
  for (const { message } of events) expect(dashboardMessage.parse(message)).toEqual(message);
});

it('a heartbeat that changes nothing tells nothing', () => {
  expect(heartbeatEvents({ ...HEARTBEAT, cameOnline: false, changed: [] }, () => null)).toEqual([]);
});

it('a registration tells admins of the node and everybody to ask for cameras again', () => {
  const events = registrationEvents({ orgId: 'org_1', nodeId: 'node_1' });
  expect(events.map(({ audience, message }) => [audience, message.type])).toEqual([
    ['admin', 'node'],
    ['all', 'changed'],
  ]);
  for (const { message } of events) expect(dashboardMessage.parse(message)).toEqual(message);
});
