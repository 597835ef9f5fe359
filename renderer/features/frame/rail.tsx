import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Ellipsis, PanelLeftClose, PanelLeftOpen } from 'lucide-react';
import { useState } from 'react';
import { Link, useLocation, useNavigate } from 'react-router';
import { BrandMark } from '../../components/brand-mark.tsx';
import { IconButton } from '../../components/button.tsx';
import { Menu } from '../../components/menu.tsx';
import { readStored, writeStored } from '../../hooks/storage.ts';
import { useMe } from '../../session/session-context.ts';
import { barOf, isWithin, type Place, placesFor } from './navigation.ts';

const KEY = 'sentinel.rail';

/** Above one another in a phone's bar, beside one another in the rail. */
const LOOK =
  'flex min-h-12 min-w-0 flex-1 flex-col items-center justify-center gap-0.5 rounded-sm px-0.5 text-xs font-medium transition-colors md:min-h-11 md:flex-none md:flex-row md:gap-3 md:text-sm';
const HERE = 'bg-surface-3 text-ink';
const ELSEWHERE = 'text-ink-soft hover:bg-surface-2 hover:text-ink';

interface LinkProps {
  readonly place: Place;
  readonly wide: boolean;
  /** Whether a phone's bar has room for it. */
  readonly inBar: boolean;
}

function PlaceLink({ place, wide, inBar }: LinkProps) {
  const { pathname } = useLocation();
  const here = isWithin(place, pathname);
  const { icon: Icon } = place;
  return (
    <Link
      to={place.to}
      aria-label={place.label}
      {...(here ? { 'aria-current': 'page' as const } : {})}
      title={wide ? undefined : place.label}
      className={`${LOOK} ${inBar ? '' : 'max-md:hidden'} ${wide ? 'md:justify-start md:px-3' : 'md:px-0'} ${here ? HERE : ELSEWHERE}`}
    >
      <Icon size={20} aria-hidden="true" className={`shrink-0 ${here ? 'text-accent' : ''}`} />
      <span className={`max-w-full truncate max-md:tracking-tight ${wide ? '' : 'md:sr-only'}`}>
        <span className="md:hidden">{place.short ?? place.label}</span>
        <span className="max-md:hidden">{place.label}</span>
      </span>
    </Link>
  );
}

/** Last in a phone's bar: the places it has no room for. */
function MorePlaces({ places }: { readonly places: readonly Place[] }) {
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const here = places.find((place) => isWithin(place, pathname));
  const trigger = (
    <button
      type="button"
      aria-label={here === undefined ? t`More places` : t`More places, now ${here.label}`}
      className={`${LOOK} ${here === undefined ? ELSEWHERE : HERE} md:hidden`}
    >
      <Ellipsis size={20} aria-hidden="true" className={here === undefined ? '' : 'text-accent'} />
      <span className="tracking-tight">
        <Trans>More</Trans>
      </span>
    </button>
  );
  const entries = places.map(({ to, label, icon: Icon }) => ({
    kind: 'action' as const,
    id: to,
    icon: <Icon size={18} aria-hidden="true" className={to === here?.to ? 'text-accent' : ''} />,
    text: label,
    onSelect: () => void navigate(to),
  }));
  return <Menu trigger={trigger} label={t`More places`} entries={entries} />;
}

/** Main navigation: a rail at the left, a bar at the bottom of a phone. */
export function Rail() {
  const { is_admin: isAdmin } = useMe();
  const [wide, setWide] = useState(() => readStored(KEY) !== 'narrow');
  const toggle = () => {
    setWide(!wide);
    writeStored(KEY, wide ? 'narrow' : 'wide');
  };
  const places = placesFor(isAdmin);
  const { shown, more } = barOf(places);
  return (
    <nav
      aria-label={t`Main`}
      className={`fixed inset-x-0 bottom-0 z-30 flex border-t bg-surface-1 p-1 pb-[max(0.375rem,env(safe-area-inset-bottom))] md:sticky md:inset-auto md:top-0 md:h-dvh md:shrink-0 md:flex-col md:gap-1 md:overflow-y-auto md:border-t-0 md:border-r md:p-2.5 ${wide ? 'md:w-52' : 'md:w-16'}`}
    >
      <div
        className={`mb-2 hidden h-10 shrink-0 items-center gap-3 md:flex ${wide ? 'px-2' : 'justify-center'}`}
      >
        <BrandMark />
        {wide ? (
          <span className="text-base font-semibold">
            <Trans>Sentinel</Trans>
          </span>
        ) : null}
      </div>
      {places.map((place) => (
        <PlaceLink key={place.to} place={place} wide={wide} inBar={shown.includes(place)} />
      ))}
      {more.length === 0 ? null : <MorePlaces places={more} />}
      <div className="mt-auto hidden md:block">
        <IconButton label={wide ? t`Make the menu narrow` : t`Make the menu wide`} onClick={toggle}>
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
