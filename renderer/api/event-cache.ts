import type { QueryClient } from '@tanstack/react-query';
import type { DashboardMessage } from '../../server/contract/dashboard-events.ts';
import { camerasQuery, groupsQuery, KEYS, nodesQuery } from './queries.ts';

const CHANGED = {
  cameras: [KEYS.cameras],
  groups: [KEYS.groups, KEYS.cameras],
  nodes: [KEYS.nodes, KEYS.cameras, KEYS.plan],
  settings: [KEYS.settings],
} as const;

/** Writes what an event says into the cached answers, or has them asked for again. */
export function applyMessage(client: QueryClient, message: DashboardMessage): void {
  switch (message.type) {
    case 'camera':
      client.setQueryData(camerasQuery.queryKey, (list) =>
        list?.map((camera) =>
          camera.camera_id === message.camera_id
            ? { ...camera, status: message.status, last_error: message.last_error }
            : camera,
        ),
      );
      break;
    case 'node':
      client.setQueryData(nodesQuery.queryKey, (list) =>
        list?.map((node) => (node.node_id === message.node_id ? { ...node, status: message.status } : node)),
      );
      break;
    case 'changed':
      for (const key of CHANGED[message.what] ?? []) void client.invalidateQueries({ queryKey: [key] });
      break;
    case 'motion':
      void client.invalidateQueries({ queryKey: [KEYS.motion] }, { cancelRefetch: false });
      break;
    case 'hello':
      break;
  }
}

/** What may have changed while the first answers and the first connection crossed. */
export function catchUp(client: QueryClient): void {
  for (const { queryKey } of [camerasQuery, groupsQuery, nodesQuery])
    void client.invalidateQueries({ queryKey }, { cancelRefetch: false });
}
