import { Trans } from '@lingui/react/macro';
import { Activity } from 'lucide-react';
import { formats } from '../../../hooks/format.ts';
import { useMotionPulse } from '../../../hooks/motion-pulse.ts';

/** Over the picture for some seconds after motion: that something moved, and how much. */
export function MotionBadge({ cameraId }: { readonly cameraId: string }) {
  const score = useMotionPulse(cameraId);
  if (score === null) return null;
  const share = formats.percent(score);
  return (
    <span
      data-testid="motion"
      data-score={score}
      className="inline-flex animate-fade items-center gap-1 rounded-full bg-warn-wash px-2 py-0.5 text-xs font-semibold text-warn"
    >
      <Activity size={13} aria-hidden="true" />
      <Trans>Motion {share}</Trans>
    </span>
  );
}
