import { PanelLeftClose, PanelLeftOpen } from 'lucide-react';
import { useState } from 'react';
import { Link, useLocation } from 'react-router';
import { BrandMark } from '../../components/brand-mark.tsx';
import { IconButton } from '../../components/button.tsx';
import { readStored, writeStored } from '../../hooks/storage.ts';
import { useMe } from '../../session/session-context.ts';
import { isWithin, type Place, PLACES } from './navigation.ts';

const KEY = 'sentinel.rail';

function PlaceLink({ place, wide }: { readonly place: Place; readonly wide: boolean }) {
  const { pathname } = useLocation();
  const here = isWithin(place, pathname);
  const { icon: Icon } = place;
  return (
    <Link
      to={place.to}
      {...(here ? { 'aria-current': 'page' as const } : {})}
      title={wide ? undefined : place.label}
      className={`flex min-h-11 min-w-0 flex-auto flex-col items-center justify-center gap-0.5 rounded-sm px-0.5 text-xs font-medium transition-colors md:flex-none md:flex-row md:gap-3 md:text-sm ${wide ? 'md:justify-start md:px-3' : 'md:px-0'} ${here ? 'bg-surface-3 text-ink' : 'text-ink-soft hover:bg-surface-2 hover:text-ink'}`}
    >
      <Icon size={20} aria-hidden="true" className={here ? 'text-accent' : ''} />
      <span className={`max-w-full truncate max-md:tracking-tight ${wide ? '' : 'md:sr-only'}`}>
        {place.label}
      </span>
    </Link>
  );
}

/** Main navigation: a rail at the left, a bar at the bottom of a phone. */
export function Rail() {
  const me = useMe();
  const [wide, setWide] = useState(() => readStored(KEY) !== 'narrow');
  const toggle = () => {
    setWide(!wide);
    writeStored(KEY, wide ? 'narrow' : 'wide');
  };
  const places = PLACES.filter((place) => place.adminOnly !== true || me.is_admin);
  return (
    <nav
      aria-label="Main"
      className={`fixed inset-x-0 bottom-0 z-30 flex border-t bg-surface-1 p-1 pb-[max(0.375rem,env(safe-area-inset-bottom))] md:sticky md:inset-auto md:top-0 md:h-dvh md:shrink-0 md:flex-col md:gap-1 md:border-t-0 md:border-r md:p-2.5 ${wide ? 'md:w-52' : 'md:w-16'}`}
    >
      <div className={`mb-2 hidden h-10 items-center gap-3 md:flex ${wide ? 'px-2' : 'justify-center'}`}>
        <BrandMark />
        {wide ? <span className="text-base font-semibold">Sentinel</span> : null}
      </div>
      {places.map((place) => (
        <PlaceLink key={place.to} place={place} wide={wide} />
      ))}
      <div className="mt-auto hidden md:block">
        <IconButton label={wide ? 'Make the menu narrow' : 'Make the menu wide'} onClick={toggle}>
          {wide ? (
            <PanelLeftClose size={20} aria-hidden="true" />
          ) : (
            <PanelLeftOpen size={20} aria-hidden="true" />
          )}
        </IconButton>
      </div>
    </nav>
  );
}
