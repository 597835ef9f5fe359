import { Trans } from '@lingui/react/macro';
import { useStreamState } from '../../../api/events.ts';
import { Chip } from '../../../components/chip.tsx';

/** Whether calls are told as they happen. */
export function LiveBadge() {
  const state = useStreamState();
  if (state === 'open')
    return (
      <Chip tone="live">
        <Trans>Live</Trans>
      </Chip>
    );
  return state === 'lost' ? (
    <Chip tone="warn">
      <Trans>Reconnecting…</Trans>
    </Chip>
  ) : (
    <Chip tone="idle">
      <Trans>Connecting…</Trans>
    </Chip>
  );
}
