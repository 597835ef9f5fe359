import { t } from '@lingui/core/macro';
import { NavLink } from 'react-router';

const PLACES = [
  { to: '/docs', label: t`Docs` },
  { to: '/security', label: t`Security` },
  { to: '/pricing', label: t`Pricing` },
  { to: '/status', label: t`Status` },
] as const;

/** The pages everybody may read; a row of its own on phones. */
export function PublicNav() {
  return (
    <nav
      aria-label={t`Public pages`}
      className="order-last -mx-2 flex basis-[calc(100%+1rem)] justify-between md:order-none md:mx-0 md:flex-1 md:basis-auto md:justify-start"
    >
      {PLACES.map(({ to, label }) => (
        <NavLink
          key={to}
          to={to}
          className="inline-flex min-h-11 items-center px-2 font-medium text-ink-soft hover:text-ink aria-[current=page]:text-ink aria-[current=page]:underline aria-[current=page]:decoration-accent aria-[current=page]:decoration-2 aria-[current=page]:underline-offset-8 sm:px-3"
        >
          {label}
        </NavLink>
      ))}
    </nav>
  );
}
