import { t } from '@lingui/core/macro';
import type { Camera } from '../../../../server/contract/fleet/cameras.ts';
import type { ChipTone } from '../../../components/chip.tsx';

interface CameraWords {
  readonly tone: ChipTone;
  readonly text: string;
}

/** The state of a camera as far as its node reports it. */
export function cameraWords({
  status,
  disabled_by_plan: isSuspended,
}: Pick<Camera, 'status' | 'disabled_by_plan'>): CameraWords {
  if (isSuspended) return { tone: 'warn', text: t`Suspended by plan` };
  if (status === 'offline') return { tone: 'idle', text: t`Offline` };
  if (status === 'failed' || status === 'error') return { tone: 'bad', text: t`Failed` };
  if (status === 'restarting') return { tone: 'warn', text: t`Restarting` };
  return { tone: 'live', text: t`Online` };
}
