import type { Clock } from '../clock.ts';
import type { Liveness } from '../cameras/liveness.ts';
import { effectiveNodeStatus } from '../cameras/effective-status.ts';
import type { Database } from '../db/database.ts';
import type { HeldSegment } from '../streaming/held-segments.ts';
import { labelled, type Metric, type Sample } from './metric.ts';
import { camerasOf, nodesOf } from './metrics-repository.ts';

export interface FleetMetricSources {
  readonly db: Database;
  readonly clock: Clock;
  readonly liveness: Pick<Liveness, 'node'>;
  readonly isNodeConnected: (nodeId: string) => boolean;
  /** Everything held of a camera's live video; null when nothing is. */
  readonly heldOf: (cameraId: string) => readonly HeldSegment[] | null;
  /** Above every published sequence of a camera; undefined before its first segment. */
  readonly nextSequence: (cameraId: string) => number | undefined;
}

/** Figures of an organisation's cameras and nodes, each with its id and name. Only for its administrators. */
export async function fleetMetrics(sources: FleetMetricSources, orgId: string): Promise<readonly Metric[]> {
  return [...(await cameraMetrics(sources, orgId)), ...(await nodeMetrics(sources, orgId))];
}

async function cameraMetrics(
  { db, clock, heldOf, nextSequence }: FleetMetricSources,
  orgId: string,
): Promise<Metric[]> {
  const nowMs = clock.monotonicMs();
  const cameras = (await camerasOf(db.read, orgId)).map(({ cameraId, name }) => ({
    labels: { camera: cameraId, name },
    held: heldOf(cameraId) ?? [],
    next: nextSequence(cameraId),
  }));
  const newest = (held: readonly HeldSegment[]) => Math.max(...held.map(({ arrivedAtMs }) => arrivedAtMs));
  const samples = (value: (camera: (typeof cameras)[number]) => number | undefined): Sample[] =>
    cameras.flatMap((camera) => {
      const figure = value(camera);
      return figure === undefined ? [] : [{ labels: camera.labels, value: figure }];
    });
  return [
    labelled(
      'gauge',
      'sentinel_camera_cache_bytes',
      'Bytes of a camera’s live video in memory.',
      samples(({ held }) => held.reduce((sum, { bytes }) => sum + bytes.length, 0)),
    ),
    labelled(
      'gauge',
      'sentinel_camera_last_segment_age_seconds',
      'Since a camera’s newest segment arrived; missing when none is held.',
      samples(({ held }) => (held.length === 0 ? undefined : (nowMs - newest(held)) / 1000)),
    ),
    labelled(
      'gauge',
      'sentinel_camera_next_sequence',
      'Number the next published segment of a camera gets; its rate is segments published each second.',
      samples(({ next }) => next),
    ),
  ];
}

async function nodeMetrics(
  { db, clock, liveness, isNodeConnected }: FleetMetricSources,
  orgId: string,
): Promise<Metric[]> {
  const now = clock.now();
  const nodes = (await nodesOf(db.read, orgId)).map((row) => ({
    row,
    labels: { node: row.nodeId, name: row.name },
    seen: liveness.node(row),
  }));
  const samples = (value: (node: (typeof nodes)[number]) => number | null): Sample[] =>
    nodes.flatMap((node) => {
      const figure = value(node);
      return figure === null ? [] : [{ labels: node.labels, value: figure }];
    });
  return [
    labelled(
      'gauge',
      'sentinel_node_online',
      '1 while a node reports.',
      samples(({ seen }) => Number(effectiveNodeStatus(seen, now) === 'online')),
    ),
    labelled(
      'gauge',
      'sentinel_node_channel_open',
      '1 while a node’s command channel is open.',
      samples(({ row }) => Number(isNodeConnected(row.nodeId))),
    ),
    labelled(
      'gauge',
      'sentinel_node_last_seen_age_seconds',
      'Since a node’s last report.',
      samples(({ seen }) =>
        seen.lastSeen === null ? null : (now.getTime() - seen.lastSeen.getTime()) / 1000,
      ),
    ),
    labelled(
      'gauge',
      'sentinel_node_disk_free_bytes',
      'Room on a node’s disk, as it reports.',
      samples(({ row }) => row.storageDiskFreeBytes),
    ),
  ];
}
