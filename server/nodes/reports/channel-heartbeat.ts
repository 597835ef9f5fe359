import type { AckPayload } from '../channel/frames.ts';
import type { KeyOwner } from '../node-key-ring.ts';
import { judgeVersion } from '../node-version.ts';
import type { HeartbeatReport } from './heartbeat-repository.ts';
import { applyHeartbeat, type HeartbeatDeps } from './heartbeat-service.ts';

/** A heartbeat over the command channel. A version that is too old is told so, and stays connected. */
export async function channelHeartbeat(
  deps: HeartbeatDeps,
  owner: KeyOwner,
  report: Omit<HeartbeatReport, 'storage_stats'>,
): Promise<AckPayload> {
  const version = judgeVersion(report.node_version, deps.nodeVersions());
  await applyHeartbeat(deps, owner, report, { via: 'websocket', nodeVersion: version.canonical });
  return {
    timestamp: deps.clock.now().toISOString(),
    ...(version.updateAvailable === undefined ? {} : { update_available: version.updateAvailable }),
    ...(version.supported ? {} : { unsupported: true }),
  };
}
