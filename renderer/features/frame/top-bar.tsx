import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Search } from 'lucide-react';
import { useServerReachable } from '../../api/connection.ts';
import { useStreamState } from '../../api/events.ts';
import { BrandMark } from '../../components/brand-mark.tsx';
import { Chip, type ChipTone } from '../../components/chip.tsx';
import { useMe } from '../../session/session-context.ts';
import { Bell } from '../inbox/bell/bell.tsx';
import { AccountMenu } from './account-menu.tsx';
import { paletteKeys } from './overlay/key-names.ts';
import { showOverlay } from './overlay/shown-overlay.ts';

function useConnectionWords(): { readonly tone: ChipTone; readonly text: string } {
  const reachable = useServerReachable();
  const stream = useStreamState();
  if (!reachable) return { tone: 'bad', text: t`No connection` };
  if (stream === 'open') return { tone: 'live', text: t`Connected` };
  return stream === 'lost' ? { tone: 'warn', text: t`Reconnecting` } : { tone: 'idle', text: t`Connecting` };
}

function ConnectionState() {
  const { tone, text } = useConnectionWords();
  return (
    // A phone keeps the room for the name of the place: all is well is a mark there, trouble is spelled out.
    <output data-testid="connection" className={`min-w-0 ${tone === 'live' ? 'max-sm:*:gap-0' : ''}`}>
      <Chip tone={tone}>
        <span className={tone === 'live' ? 'max-sm:sr-only' : ''}>{text}</span>
      </Chip>
    </output>
  );
}

/** Opens the command palette; on a phone it is only its icon. */
function SearchButton() {
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      aria-keyshortcuts="Control+K Meta+K"
      title={t`Search and commands (${paletteKeys()})`}
      onClick={() => showOverlay('palette')}
      className="inline-flex size-10 shrink-0 items-center justify-center gap-2 rounded-sm text-ink-soft transition-colors hover:bg-surface-2 hover:text-ink lg:h-9 lg:mr-2 lg:w-64 lg:justify-start lg:border lg:bg-surface-0 lg:px-3"
    >
      <Search size={19} aria-hidden="true" className="lg:size-4" />
      <span className="flex-1 text-left whitespace-nowrap max-lg:sr-only">
        <Trans>Search and commands</Trans>
      </span>
      <kbd
        aria-hidden="true"
        className="hidden rounded-sm border bg-surface-2 px-1.5 font-sans text-xs lg:inline"
      >
        {paletteKeys()}
      </kbd>
    </button>
  );
}

/** Where you are, whether news arrives, the way to everything, what is new, and who you are. */
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
        <SearchButton />
        <Bell />
        <AccountMenu />
      </div>
    </header>
  );
}
