import { t } from '@lingui/core/macro';
import type { IncidentSeverity } from '../../../../server/contract/incidents/incidents.ts';
import { formats } from '../../../hooks/format.ts';
import { momentOf } from '../../admin/moment.ts';

export const TITLE_MOST = 200;
const SUMMARY_MOST = 20_000;
/** A clip taken this soon after a motion still shows it. */
const FRESH_MS = 45_000;

/** What an incident is filed from, written into the form before it opens. */
export interface IncidentStart {
  readonly cameraId: string | null;
  readonly title: string;
  readonly summary: string;
  /** Whether a picture and a clip of now are proposed as evidence. */
  readonly picture: boolean;
  readonly clip: boolean;
}

export const NO_START: IncidentStart = {
  cameraId: null,
  title: '',
  summary: '',
  picture: false,
  clip: false,
};

/** Somebody looks at a camera: what it shows now is what the incident is about. */
export function startFromCamera(cameraId: string): IncidentStart {
  return { ...NO_START, cameraId, picture: true, clip: true };
}

/** Something moved: the report says where, when and how much. */
export function startFromMotion(
  motion: { readonly camera_id: string; readonly score: number; readonly timestamp: string },
  camera: string,
  now: number,
): IncidentStart {
  const at = Date.parse(motion.timestamp);
  return {
    cameraId: motion.camera_id,
    title: t`Motion: ${camera}`.slice(0, TITLE_MOST),
    summary: t`${camera} saw motion on ${momentOf(motion.timestamp)}; ${motion.score} % of the picture changed.`,
    picture: false,
    clip: now - at < FRESH_MS,
  };
}

/** The form as it stands. */
export interface IncidentDraft {
  readonly title: string;
  readonly summary: string;
  readonly severity: IncidentSeverity;
  /** Empty for none. */
  readonly cameraId: string;
  readonly picture: boolean;
  readonly clip: boolean;
}

export function draftOf(start: IncidentStart): IncidentDraft {
  return { ...start, cameraId: start.cameraId ?? '', severity: 'medium' };
}

/** What keeps the form from being sent, in words. */
export function draftErrors({ title, summary }: Pick<IncidentDraft, 'title' | 'summary'>): {
  readonly title?: string;
  readonly summary?: string;
} {
  const wholeTitle = title.trim();
  const wholeSummary = summary.trim();
  return {
    ...(wholeTitle === '' ? { title: t`Give it a title, such as “Back door left open”` } : {}),
    ...(wholeTitle.length > TITLE_MOST ? { title: t`Shorten the title to ${TITLE_MOST} characters` } : {}),
    ...(wholeSummary === '' ? { summary: t`Say in a sentence or two what happened` } : {}),
    ...(wholeSummary.length > SUMMARY_MOST
      ? { summary: t`Shorten the summary to ${formats.count(SUMMARY_MOST)} characters` }
      : {}),
  };
}

/** What is sent. */
export function bodyOf({ title, summary, severity, cameraId }: IncidentDraft) {
  return {
    title: title.trim(),
    summary: summary.trim(),
    severity,
    ...(cameraId === '' ? {} : { camera_id: cameraId }),
  };
}
