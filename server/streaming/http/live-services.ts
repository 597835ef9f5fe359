import type { Logger } from 'pino';
import type { IdentityProvider } from '../../auth/principal.ts';
import type { Clock } from '../../clock.ts';
import type { Config } from '../../config/config.ts';
import type { ClientAddresses } from '../../http/guard/client-address.ts';
import type { AccessLog } from '../access-log.ts';
import type { PlaylistHolds } from '../notices/playlist-holds.ts';
import type { SegmentCache } from '../segment-cache.ts';
import type { ViewerUsage } from '../viewer-usage.ts';
import type { VideoCounts } from './video-counts.ts';

/** What the video routes must know of a camera; kept in memory, so that no request asks the database. */
export interface LiveCamera {
  readonly cameraId: string;
  readonly orgId: string;
  readonly nodeId: string | null;
  readonly name: string;
  readonly disabledByPlan: boolean;
  readonly videoCodec: string | null;
  readonly audioCodec: string | null;
  /** First published sequence number this process may use. */
  readonly firstSequence: number;
}

export interface LiveServices {
  readonly clock: Clock;
  readonly log: Logger;
  readonly limits: Config['segments'];
  readonly segments: SegmentCache;
  readonly holds: Pick<PlaylistHolds, 'hold'>;
  readonly usage: Pick<ViewerUsage, 'add' | 'secondsThisMonth'>;
  readonly accessLog: Pick<AccessLog, 'note'>;
  readonly counts: VideoCounts;
  readonly identity: IdentityProvider;
  readonly addresses: ClientAddresses;
  /** Node behind a key, from memory. */
  readonly nodeOfKey: (key: string) => { readonly nodeId: string; readonly orgId: string } | undefined;
  readonly camera: (cameraId: string) => LiveCamera | undefined;
  /** Slug of the plan in force for an organisation, from memory. */
  readonly planInForce: (orgId: string) => string;
  /** Told when a segment was refused for its size, so that administrators learn which setting to raise. */
  readonly onOversized: (camera: LiveCamera) => void;
  /** Told after each accepted segment, so that published sequence numbers stay reserved ahead. */
  readonly onSequence: (cameraId: string, nextSequence: number) => void;
}
