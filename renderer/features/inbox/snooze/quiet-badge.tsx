import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { BellOff } from 'lucide-react';
import type { Camera } from '../../../../server/contract/fleet/cameras.ts';
import { snoozesQuery } from '../../../api/queries.ts';
import { quietUntil, untilWords } from './quiet.ts';

interface Props {
  readonly camera: Camera;
  readonly now: number;
}

/** Over the picture of a snoozed camera: that it tells nobody, and until when. */
export function QuietBadge({ camera, now }: Props) {
  const { data = [] } = useQuery(snoozesQuery);
  const until = quietUntil(data, camera, now);
  if (until === null) return null;
  return (
    <span
      data-testid="quiet"
      className="inline-flex items-center gap-1 rounded-full bg-video/80 px-2 py-0.5 text-xs font-semibold text-white"
    >
      <BellOff size={13} aria-hidden="true" />
      <Trans>Quiet until {untilWords(until, now)}</Trans>
    </span>
  );
}
