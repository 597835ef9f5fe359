import { useStreamState } from '../../../api/events.ts';
import { Chip } from '../../../components/chip.tsx';

/** Whether calls are told as they happen. */
export function LiveBadge() {
  const state = useStreamState();
  if (state === 'open') return <Chip tone="live">Live</Chip>;
  return state === 'lost' ? <Chip tone="warn">Reconnecting…</Chip> : <Chip tone="idle">Connecting…</Chip>;
}
