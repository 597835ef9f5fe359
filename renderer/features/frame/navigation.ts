import { t } from '@lingui/core/macro';
import {
  Activity,
  Bot,
  CircleQuestionMark,
  type LucideIcon,
  Settings,
  ShieldCheck,
  Siren,
  Sparkles,
  Video,
} from 'lucide-react';

export interface Place {
  readonly to: string;
  readonly label: string;
  /** Where the whole label does not fit: the bar of a phone. */
  readonly short?: string;
  readonly icon: LucideIcon;
  /** Shown to administrators only. */
  readonly adminOnly?: boolean;
  /** Paths that belong to this place besides `to`. */
  readonly owns?: readonly string[];
}

/** The places of the left rail, in order. */
export const PLACES: readonly Place[] = [
  { to: '/', label: t`Cameras`, icon: Video, owns: ['/dashboard', '/cameras'] },
  { to: '/motion', label: t`Motion`, icon: Activity },
  { to: '/incidents', label: t`Incidents`, icon: Siren, adminOnly: true },
  { to: '/sentinel', label: t`Sentinel AI`, short: t`Sentinel`, icon: Sparkles },
  { to: '/mcp', label: t`AI agents`, short: t`Agents`, icon: Bot, adminOnly: true },
  { to: '/settings', label: t`Settings`, icon: Settings },
  { to: '/admin', label: t`Admin`, icon: ShieldCheck, adminOnly: true, owns: ['/test-hls'] },
  { to: '/docs', label: t`Help`, icon: CircleQuestionMark },
];

/** The bar at the bottom of a phone has room for this many. */
const BAR_MOST = 5;

export function placesFor(isAdmin: boolean): readonly Place[] {
  return PLACES.filter((place) => isAdmin || place.adminOnly !== true);
}

/** What a phone's bar shows, and what waits behind its last button, "More". */
export function barOf(places: readonly Place[]): {
  readonly shown: readonly Place[];
  readonly more: readonly Place[];
} {
  if (places.length <= BAR_MOST) return { shown: places, more: [] };
  return { shown: places.slice(0, BAR_MOST - 1), more: places.slice(BAR_MOST - 1) };
}

/** True when `pathname` lies within this place. */
export function isWithin(place: Place, pathname: string): boolean {
  if (pathname === place.to) return true;
  const roots = [...(place.to === '/' ? [] : [place.to]), ...(place.owns ?? [])];
  return roots.some((root) => pathname === root || pathname.startsWith(`${root}/`));
}
