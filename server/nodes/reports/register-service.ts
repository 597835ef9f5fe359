import { isCodecText, sanitiseCodec } from '../../cameras/codec.ts';
import type { CameraDirectory } from '../../cameras/camera-directory.ts';
import type { Liveness } from '../../cameras/liveness.ts';
import type { nodeProtocol, RegisterBody } from '../../contract/fleet/nodes.ts';
import type { ResponseOf } from '../../contract/endpoint.ts';
import type { Transaction } from '../../db/database.ts';
import { isStorageUnavailable } from '../../db/sqlite-database.ts';
import { AppError } from '../../http/app-error.ts';
import type { Notifier } from '../../notifications/notifier.ts';
import { enforceCameraCap } from '../../plans/camera-cap.ts';
import { notePlanLimit } from '../../plans/plan-limit-notice.ts';
import { planLimits, planName, wireSlug } from '../../plans/plan-limits.ts';
import type { PlanService } from '../../plans/plan-service.ts';
import { requireNode, requireSupportedVersion, type NodeAuthDeps } from '../node-auth.ts';
import type { KeyOwner } from '../node-key-ring.ts';
import { readNode, updateNode, type NodeChanges, type NodeRow } from '../node-repository.ts';
import { assignCameraIds, deviceKey } from './camera-ids.ts';
import { storedLocalIp } from './local-ip.ts';
import {
  saveRegisteredCameras,
  type CameraRegistration,
  type Codecs,
  type RegisteredCameras,
} from './register-repository.ts';

const DEFAULT_HTTP_PORT = 8080;

export interface RegisterDeps extends NodeAuthDeps {
  readonly directory: CameraDirectory;
  readonly liveness: Liveness;
  readonly plans: PlanService;
  readonly notifier: Pick<Notifier, 'record' | 'announce'>;
  /** Begins a new stream epoch: the node's segment numbers start again at zero. */
  readonly onRegistered: (cameraIds: readonly string[]) => void;
  /** Frees cached video of cameras that are no longer there. */
  readonly onCamerasMissing: (cameraIds: readonly string[]) => void;
}

type RegisterAnswer = ResponseOf<typeof nodeProtocol.register>;

function usableCodecs(body: RegisterBody): Codecs | undefined {
  const video = body.video_codec ?? '';
  const audio = body.audio_codec ?? '';
  if (!isCodecText(video)) return undefined;
  return { videoCodec: sanitiseCodec(video), audioCodec: isCodecText(audio) ? audio : null };
}

function nodeChanges(row: NodeRow, body: RegisterBody, codecs: Codecs | undefined, now: Date): NodeChanges {
  return {
    hostname: body.hostname || row.hostname,
    localIp: storedLocalIp(row.localIp, body),
    httpPort: body.http_port ?? DEFAULT_HTTP_PORT,
    status: 'online',
    lastSeen: now,
    lastRegisterError: null,
    lastRegisterErrorAt: null,
    // A codec copied from a live stream's report is better than the probe's.
    ...(row.codecDetectedAt === null ? codecs : undefined),
  };
}

interface Saved extends RegisteredCameras {
  readonly stored: boolean;
}

/**
 * Registers a running node and its cameras. Idempotent; never deletes a camera; begins a new stream epoch for all of the
 * node's cameras. Refusals: 404 unknown id, 403 wrong key, 426 version too old.
 */
export async function registerNode(
  deps: RegisterDeps,
  rawKey: string,
  body: RegisterBody,
): Promise<RegisterAnswer> {
  const owner = await requireNode(deps, body.node_id, rawKey);
  const version = await requireSupportedVersion(deps, owner, body.node_version);
  const plan = await deps.plans.nominal(owner.orgId);
  const devices = body.cameras ?? [];
  const registration: CameraRegistration = {
    owner,
    devices,
    ids: assignCameraIds(owner.nodeId, devices.map(deviceKey)),
    codecs: usableCodecs(body),
    maxCameras: planLimits(plan).maxCameras,
  };
  const saved = await saveOrCarryOn(deps, registration, body, version.canonical);
  await announce(deps, owner, saved);
  if (saved.skipped.length > 0) await tryNotice(deps, owner, plan, saved.skipped);
  return {
    success: true,
    node_id: owner.nodeId,
    node_secret: rawKey,
    status: 'updated',
    message: `${registration.ids.size} camera(s) registered`,
    cameras: Object.fromEntries(registration.ids),
    plan: wireSlug(plan),
    ...(saved.skipped.length === 0 ? {} : { plan_limit_hit: limitHit(plan, saved.skipped) }),
    ...(version.updateAvailable === undefined ? {} : { update_available: version.updateAvailable }),
  };
}

function limitHit(plan: string, skipped: readonly string[]): NonNullable<RegisterAnswer['plan_limit_hit']> {
  const max = planLimits(plan).maxCameras;
  return {
    plan: planName(plan),
    max_cameras: max,
    skipped: [...skipped],
    detail: `The ${planName(plan)} plan allows ${max} cameras; ${skipped.length} more were not added. Upgrade to add them.`,
  };
}

async function saveRegistration(
  deps: RegisterDeps,
  tx: Transaction,
  facts: {
    readonly registration: CameraRegistration;
    readonly body: RegisterBody;
    readonly nodeVersion: string | null;
    readonly effectivePlan: string;
  },
): Promise<RegisteredCameras> {
  const { registration, body, nodeVersion, effectivePlan } = facts;
  const { owner, codecs } = registration;
  const now = deps.clock.now();
  const row = await readNode(tx, owner);
  if (row === undefined) throw AppError.plain(404, 'Node not found');
  const changes = { ...nodeChanges(row, body, codecs, now), nodeVersion, versionCheckedAt: now };
  await updateNode(tx, row.id, changes);
  const result = await saveRegisteredCameras(tx, registration, now);
  await enforceCameraCap(tx, owner.orgId, effectivePlan);
  return result;
}

/**
 * Stores the registration. A refused registration ends the node's process, so a disk without space must not refuse a
 * node whose cameras are all known already.
 */
async function saveOrCarryOn(
  deps: RegisterDeps,
  registration: CameraRegistration,
  body: RegisterBody,
  nodeVersion: string | null,
): Promise<Saved> {
  const { owner } = registration;
  const effectivePlan = await deps.plans.effective(owner.orgId);
  try {
    const result = await deps.db.write((tx) =>
      saveRegistration(deps, tx, { registration, body, nodeVersion, effectivePlan }),
    );
    return { ...result, stored: true };
  } catch (error) {
    const present = [...registration.ids.values()];
    const allKnown = present.every((id) => deps.directory.get(id)?.nodeRowId === owner.rowId);
    if (!isStorageUnavailable(error) || !allKnown) throw error;
    return { present, missing: [], skipped: [], stored: false };
  }
}

/** After the commit: everything that remembers cameras learns of the registration. */
async function announce(deps: RegisterDeps, owner: KeyOwner, saved: Saved): Promise<void> {
  const lastSeen = deps.clock.now();
  if (saved.stored) await deps.directory.refresh(owner.orgId);
  deps.liveness.nodeSeen(owner.rowId, lastSeen);
  for (const id of saved.present) {
    deps.liveness.cameraSeen(id, { status: 'online', lastSeen, lastError: null });
  }
  deps.liveness.forgetCameras(saved.missing);
  deps.onRegistered(saved.present);
  if (saved.missing.length > 0) deps.onCamerasMissing(saved.missing);
}

async function tryNotice(
  deps: RegisterDeps,
  owner: KeyOwner,
  plan: string,
  skipped: readonly string[],
): Promise<void> {
  const facts = {
    orgId: owner.orgId,
    plan: planName(plan),
    maxCameras: planLimits(plan).maxCameras,
    skipped,
  };
  try {
    const now = deps.clock.now();
    deps.notifier.announce(await deps.db.write((tx) => notePlanLimit(deps.notifier, tx, facts, now)));
  } catch (error) {
    deps.log.warn({ err: error }, 'The notice about the camera limit could not be stored');
  }
}
