import { Trans } from '@lingui/react/macro';
import { Activity } from 'lucide-react';
import { useMotionPulse } from '../../../hooks/motion-pulse.ts';

/** Over the picture for some seconds after motion: that something moved, and how much. */
export function MotionBadge({ cameraId }: { readonly cameraId: string }) {
  const score = useMotionPulse(cameraId);
  if (score === null) return null;
  return (
    <span
      data-testid="motion"
      className="inline-flex animate-fade items-center gap-1 rounded-full bg-warn-wash px-2 py-0.5 text-xs font-semibold text-warn"
    >
      <Trans>
        <Activity size={13} aria-hidden="true" />
        Motion {score} %
      </Trans>
    </span>
  );
}
