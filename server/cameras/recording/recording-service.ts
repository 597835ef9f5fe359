import type { Logger } from 'pino';
import { writeAudit, type AuditActor } from '../../audit/audit-writer.ts';
import type { Clock } from '../../clock.ts';
import type { Camera } from '../../contract/fleet/cameras.ts';
import type { BodyOf } from '../../contract/endpoint.ts';
import type { recording } from '../../contract/fleet/recording.ts';
import type { Database, Transaction } from '../../db/database.ts';
import type { Publish } from '../../events/event-hub.ts';
import { AppError } from '../../http/app-error.ts';
import { findCamera } from '../camera-repository.ts';
import { publishChanged } from '../publish-change.ts';
import type { RecordingPolicy } from '../recording-schedule.ts';
import { saveRecordingPolicy } from './recording-repository.ts';

export interface RecordingDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly publish: Publish;
}

/** Who asks, from where and by which way, for the audit log. */
export interface PolicyChanger {
  readonly orgId: string;
  readonly actor: AuditActor;
  readonly address: string | undefined;
  /** Kept with the audit row when it was not the dashboard. */
  readonly via?: 'mcp' | 'integration';
}

type PolicyView = Camera['recording_policy'];
type PolicyChanges = BodyOf<typeof recording.policy>;

interface Change {
  readonly policy: RecordingPolicy;
  readonly event: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/**
 * Turns continuous recording on or off; turning it on ends a schedule, since both at once are not allowed. The node
 * learns of it with its next heartbeat. 404 for an unknown camera.
 */
export async function toggleRecording(
  deps: RecordingDeps,
  by: PolicyChanger,
  cameraId: string,
  on: boolean,
): Promise<void> {
  await changePolicy(deps, by, cameraId, (stored) => ({
    policy: {
      ...stored,
      continuous247: on,
      scheduledRecording: stored.scheduledRecording && !on,
    },
    event: 'recording_toggled',
    details: { camera_id: cameraId, recording: on },
  }));
}

/**
 * Changes parts of a camera's recording policy: null or absent keeps a part, an empty time clears it. Answers the
 * resulting policy. 404 for an unknown camera, 422 when both modes would be on.
 */
export async function changeRecordingPolicy(
  deps: RecordingDeps,
  by: PolicyChanger,
  cameraId: string,
  changes: PolicyChanges,
): Promise<PolicyView> {
  const policy = await changePolicy(deps, by, cameraId, (stored) => {
    const next = merged(stored, changes);
    if (next.continuous247 && next.scheduledRecording) {
      throw AppError.plain(
        422,
        'Continuous and scheduled recording cannot both be on. Turn one of them off.',
      );
    }
    return {
      policy: next,
      event: 'camera_recording_policy_updated',
      details: { camera_id: cameraId, ...policyView(next) },
    };
  });
  return policyView(policy);
}

/** A policy as people see it. */
export function policyView(policy: RecordingPolicy): PolicyView {
  return {
    continuous_24_7: policy.continuous247,
    scheduled_recording: policy.scheduledRecording,
    scheduled_start: policy.scheduledStart,
    scheduled_end: policy.scheduledEnd,
  };
}

function merged(stored: RecordingPolicy, changes: PolicyChanges): RecordingPolicy {
  return {
    continuous247: changes.continuous_24_7 ?? stored.continuous247,
    scheduledRecording: changes.scheduled_recording ?? stored.scheduledRecording,
    scheduledStart: (changes.scheduled_start ?? stored.scheduledStart) || null,
    scheduledEnd: (changes.scheduled_end ?? stored.scheduledEnd) || null,
  };
}

async function changePolicy(
  deps: RecordingDeps,
  by: PolicyChanger,
  cameraId: string,
  decide: (stored: RecordingPolicy) => Change,
): Promise<RecordingPolicy> {
  const { orgId, actor, address, via } = by;
  const policy = await deps.db.write(async (tx: Transaction) => {
    const row = await findCamera(tx, orgId, cameraId);
    if (row === undefined) throw AppError.plain(404, 'Camera not found');
    const change = decide(row.camera);
    await saveRecordingPolicy(tx, row.camera.id, change.policy);
    const details = via === undefined ? change.details : { ...change.details, via };
    await writeAudit(tx, { orgId, event: change.event, actor, address, details }, deps);
    return change.policy;
  });
  publishChanged(deps.publish, orgId, ['cameras']);
  return policy;
}
