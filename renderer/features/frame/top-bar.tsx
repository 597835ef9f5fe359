import { useServerReachable } from '../../api/connection.ts';
import { useStreamState } from '../../api/events.ts';
import { BrandMark } from '../../components/brand-mark.tsx';
import { Chip, type ChipTone } from '../../components/chip.tsx';
import { useMe } from '../../session/session-context.ts';
import { Bell } from '../inbox/bell/bell.tsx';
import { AccountMenu } from './account-menu.tsx';

function useConnectionWords(): { readonly tone: ChipTone; readonly text: string } {
  const reachable = useServerReachable();
  const stream = useStreamState();
  if (!reachable) return { tone: 'bad', text: 'No connection' };
  if (stream === 'open') return { tone: 'live', text: 'Connected' };
  return stream === 'lost' ? { tone: 'warn', text: 'Reconnecting' } : { tone: 'idle', text: 'Connecting' };
}

function ConnectionState() {
  const { tone, text } = useConnectionWords();
  return (
    <output className="min-w-0" data-testid="connection">
      <Chip tone={tone}>{text}</Chip>
    </output>
  );
}

/** Where you are, whether news arrives, what is new, and who you are. */
export function TopBar() {
  const { org_name: organization } = useMe();
  return (
    <header className="sticky top-0 z-20 flex h-14 items-center gap-3 border-b bg-surface-1 px-3 sm:px-5">
      <span className="md:hidden">
        <BrandMark size={26} />
      </span>
      <span className="min-w-0 flex-1 truncate text-base font-semibold">{organization}</span>
      <ConnectionState />
      <div className="flex items-center">
        <Bell />
        <AccountMenu />
      </div>
    </header>
  );
}
