import type { Core } from '../app-fleet.ts';
import { DiskAlert } from '../background/disk-alert.ts';
import type { LoopHealth } from '../background/loop-health.ts';
import type { Backups } from '../backups/create-backups.ts';
import type { Discovery } from '../discovery/create-discovery.ts';
import { Doctor } from '../doctor/doctor-service.ts';
import { DiskHistory } from '../doctor/history/disk-history.ts';
import { StartHistory } from '../doctor/history/start-history.ts';
import { systemProbes } from '../doctor/probes.ts';
import { Rehearsal } from '../doctor/rehearsal/rehearsal.ts';
import type { MailParts } from '../email/create-mail.ts';
import type { EventHub } from '../events/event-hub.ts';
import type { ClientAddresses } from '../http/guard/client-address.ts';
import type { DoctorRoutesDeps } from '../doctor/doctor-routes.ts';
import type { MetricsRoutesDeps } from '../metrics/metrics-routes.ts';
import { LagMeter } from '../metrics/lag-meter.ts';
import type { FleetRoutesDeps } from '../app-parts.ts';
import type { NodeConnections } from '../nodes/node-connections.ts';
import type { LiveVideo } from '../streaming/create-live-video.ts';
import { HotPath } from '../streaming/http/hot-path.ts';
import { diskFigures } from '../system/health-service.ts';
import type { Installation } from '../system/installation.ts';

/** What is looked into by the doctor and by whoever reads the figures. */
interface UpkeepNeeds {
  readonly video: LiveVideo;
  readonly fleet: Pick<FleetRoutesDeps, 'liveness'> & { readonly connections: NodeConnections };
  readonly hub: EventHub;
  readonly mail: MailParts;
  readonly backups: Backups;
  readonly discovery: Discovery;
  readonly installation: Installation;
  readonly addresses: ClientAddresses;
  readonly identity: MetricsRoutesDeps['identity'];
  readonly loopHealth: LoopHealth;
}

/** Builds what looks after the running server: the doctor, its notes, and the figures for others. */
export function upkeepParts(
  core: Core & Pick<DoctorRoutesDeps, 'secret'>,
  needs: UpkeepNeeds,
  stack: AsyncDisposableStack,
) {
  const { config, clock, log, db } = core;
  const { video, fleet, hub, mail, backups, discovery, installation, loopHealth } = needs;
  const loops = () => loopHealth.report();
  const startedMs = clock.monotonicMs();
  const notes = { clock, log, dataDir: config.dataDir };
  const disk = new DiskHistory(notes);
  const starts = new StartHistory(notes);
  starts.began();
  stack.defer(() => starts.ended());
  const rehearsal = new Rehearsal({
    clock,
    log,
    limits: config.segments,
    segments: video.segments,
    holds: video.holds,
    addresses: needs.addresses,
    routes: (services) => new HotPath(services),
  });
  const probes = { ...systemProbes(() => discovery.network()), ...core.probes };
  const doctor = new Doctor({
    config,
    clock,
    db,
    probes,
    rehearsal,
    disk,
    starts,
    keeper: backups.keeper,
    loops,
    mail,
    port: () => installation.port,
    ffprobe: 'ffprobe',
  });
  const lag = new LagMeter();
  stack.defer(() => lag.stop());
  return {
    rehearsal,
    doctor: { doctor, secret: core.secret },
    metrics: {
      isOn: config.metrics,
      identity: needs.identity,
      sources: {
        version: config.version,
        db,
        databaseFile: config.databaseFile,
        clock,
        lag,
        video: video.counts,
        cache: () => video.segments.stats(),
        pendingViewerSeconds: () => video.usage.pendingSeconds(),
        subscribers: () => hub.stats(),
        nodeChannels: () => fleet.connections.count,
        loops,
        disk: () => diskFigures(config.dataDir),
        uptimeSeconds: () => (clock.monotonicMs() - startedMs) / 1000,
        notices: () => video.feed.stats(),
        liveness: fleet.liveness,
        isNodeConnected: (nodeId: string) => fleet.connections.isConnected(nodeId),
        heldOf: (cameraId: string) => video.segments.snapshot(cameraId, Number.MAX_SAFE_INTEGER),
        nextSequence: (cameraId: string) => video.segments.nextSequence(cameraId),
      },
    },
    noteDisk: (bytesFree: number) => disk.note(bytesFree),
  };
}

/** Warns of a disk that fills up; `note` is told how much is free at every look. */
export function diskAlert({ config, clock, log }: Core, note: (bytesFree: number) => void): DiskAlert {
  return new DiskAlert({
    clock,
    log,
    measure: async () => {
      const figures = await diskFigures(config.dataDir);
      note(figures.bytesFree);
      return figures;
    },
    criticalPercent: config.diskCriticalPercent,
    repeatAfterMs: config.upkeep.diskRepeatMs,
  });
}
