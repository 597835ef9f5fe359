import { t } from '@lingui/core/macro';
import type { Camera } from '../../../../server/contract/fleet/cameras.ts';

/** What was ordered and what the node last confirmed; a node hears of orders with its next heartbeat. */
export type RecordingState = 'off' | 'requested' | 'recording' | 'stopping';

export function recordingState({ recording }: Pick<Camera, 'recording'>): RecordingState {
  if (recording.wanted) return recording.reported === true ? 'recording' : 'requested';
  return recording.reported === true ? 'stopping' : 'off';
}

export const RECORDING_WORDS: Record<RecordingState, string> = {
  off: t`Not recording`,
  requested: t`Recording requested`,
  recording: t`Recording`,
  stopping: t`Stop requested`,
};
