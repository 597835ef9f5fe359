import { useServerReachable } from '../../api/connection.ts';
import { BrandMark } from '../../components/brand-mark.tsx';
import { Chip } from '../../components/chip.tsx';
import { useMe } from '../../session/session-context.ts';
import { AccountMenu } from './account-menu.tsx';

function ConnectionState() {
  const reachable = useServerReachable();
  return (
    <output className="min-w-0" data-testid="connection">
      <Chip tone={reachable ? 'live' : 'bad'}>{reachable ? 'Connected' : 'No connection'}</Chip>
    </output>
  );
}

/** Where you are, whether the server answers, and who you are. */
export function TopBar() {
  const { org_name: organization } = useMe();
  return (
    <header className="sticky top-0 z-20 flex h-14 items-center gap-3 border-b bg-surface-1 px-3 sm:px-5">
      <span className="md:hidden">
        <BrandMark size={26} />
      </span>
      <span className="min-w-0 flex-1 truncate text-base font-semibold">{organization}</span>
      <ConnectionState />
      <AccountMenu />
    </header>
  );
}
