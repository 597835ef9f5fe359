import { z } from 'zod';
import type { CameraServiceDeps } from '../../../cameras/camera-service.ts';
import {
  INCIDENT_SEVERITIES,
  INCIDENT_STATUSES,
  incidentSeverity,
  incidentStatus,
  type IncidentSeverity,
  type IncidentStatus,
} from '../../../contract/incidents/incidents.ts';
import type { EvidenceDeps } from '../../../incidents/evidence/evidence-service.ts';
import type { IncidentAuthor, IncidentScope } from '../../../incidents/incident-author.ts';
import { IncidentRefusal } from '../../../incidents/incident-refusal.ts';
import { noSuchCamera, quoted, visibleCameraIds } from '../camera-access.ts';
import { ToolFailure, type ToolCaller } from '../tool.ts';

export type IncidentToolsDeps = CameraServiceDeps & EvidenceDeps;

/** Arguments that name an incident and a piece of its evidence. */
export const incidentIdArgument = z.int().describe('The id of an incident, from list_incidents');
export const evidenceIdArgument = z.int().describe('The id of a piece of evidence, from get_incident');

/** Texts of these lengths are stored; people have the same limits. */
export const SUMMARY_MAX = 20_000;
export const REPORT_MAX = 200_000;
export const NOTE_MAX = 2000;

export const severityText = z.string().meta({ enum: INCIDENT_SEVERITIES });
export const statusText = z.string().meta({ enum: INCIDENT_STATUSES });

/** Which incidents a caller may know of. */
export function scopeOf(caller: ToolCaller): IncidentScope {
  const cameraIds = visibleCameraIds(caller);
  const limit = cameraIds === undefined ? undefined : { cameraIds, credential: caller.credential };
  return { orgId: caller.orgId, limit };
}

/** The caller as somebody who writes. */
export function authorOf(caller: ToolCaller): IncidentAuthor {
  return {
    ...scopeOf(caller),
    tag: caller.author,
    credential: caller.credential,
    name: caller.keyName,
    auditActor: { label: caller.author },
    address: undefined,
  };
}

interface About {
  readonly incidentId?: number;
  readonly cameraId?: string | null;
  readonly evidenceId?: number;
}

/** Runs `work` and says its refusals in words for the caller. */
export async function told<T>(about: About, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof IncidentRefusal ? refusal(error, about) : error;
  }
}

function refusal(error: IncidentRefusal, { incidentId, cameraId, evidenceId }: About): ToolFailure {
  switch (error.code) {
    case 'incident-not-found':
      return new ToolFailure(
        `There is no incident with the id ${incidentId}. Call list_incidents for the ids there are, or create_incident for a new one.`,
      );
    case 'camera-not-found':
      return noSuchCamera(cameraId ?? '');
    case 'evidence-not-found':
      return new ToolFailure(
        `Incident ${incidentId} has no evidence with the id ${evidenceId}. Call get_incident: its evidence list has the ids.`,
      );
    case 'nothing-buffered':
      return new ToolFailure(
        'No live video of this camera is buffered, so there is nothing to cut a clip from. Its stream must be live: check the status with get_camera, or keep a picture with attach_snapshot.',
      );
    case 'revision-not-found':
    case 'changed-since':
      return new ToolFailure(error.message);
  }
}

/** The trimmed text of an argument; one without words is refused. */
export function worded(text: string, argument: string): string {
  const trimmed = text.trim();
  if (trimmed === '')
    throw new ToolFailure(`The argument ${argument} is blank. Call again with words in it.`);
  return trimmed;
}

/** A trimmed note; null when it has no words. */
export function noteOf(text: string | null): string | null {
  return text?.trim() || null;
}

export function severityOf(value: string): IncidentSeverity {
  const known = incidentSeverity.safeParse(value).data;
  if (known !== undefined) return known;
  throw unknownWord('severity', value, INCIDENT_SEVERITIES);
}

export function statusOf(value: string): IncidentStatus {
  const known = incidentStatus.safeParse(value).data;
  if (known !== undefined) return known;
  throw unknownWord('status', value, INCIDENT_STATUSES);
}

function unknownWord(argument: string, value: string, words: readonly string[]): ToolFailure {
  return new ToolFailure(`${quoted(value)} is no ${argument}. Use one of: ${words.join(', ')}.`);
}
