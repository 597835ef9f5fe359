import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Link } from 'react-router';
import { setTheme, THEMES, useTheme } from '../../../hooks/theme.ts';
import { useSession } from '../../../session/session-context.ts';

const GROUPS = [
  {
    title: 'Product',
    links: [
      { to: '/welcome', label: t`What it is` },
      { to: '/docs', label: 'Docs' },
      { to: '/pricing', label: 'Pricing' },
    ],
  },
  {
    title: 'Trust',
    links: [
      { to: '/security', label: 'Security' },
      { to: '/security#vulnerability-disclosure', label: t`Report a weakness` },
      { to: '/status', label: 'Status' },
    ],
  },
  {
    title: 'Legal',
    links: [
      { to: '/legal/terms', label: 'Terms' },
      { to: '/legal/privacy', label: 'Privacy' },
      { to: '/legal/licences', label: 'Licences' },
    ],
  },
] as const;

const THEME_NAMES = { dark: 'Dark', light: 'Light', system: t`Same as this device` };

function ThemeField() {
  const theme = useTheme();
  return (
    <label className="grid content-start gap-2 font-semibold">
      <Trans>
        Appearance
        <select
          value={theme}
          onChange={(event) => setTheme(event.target.value)}
          className="min-h-10 w-full max-w-52 rounded-sm border border-line-strong bg-surface-0 px-2 text-sm font-normal text-ink"
        >
          {THEMES.map((value) => (
            <option key={value} value={value}>
              {THEME_NAMES[value]}
            </option>
          ))}
        </select>
      </Trans>
    </label>
  );
}

/** Every public page once more, the appearance, and what is running here. */
export function PublicFooter() {
  const { config } = useSession();
  return (
    <footer className="border-t bg-surface-1">
      <div className="mx-auto grid max-w-6xl grid-cols-2 gap-x-6 gap-y-8 px-4 py-8 sm:grid-cols-4 sm:px-6">
        {GROUPS.map(({ title, links }) => (
          <nav key={title} aria-label={title} className="grid content-start gap-1">
            <h2 className="font-semibold">{title}</h2>
            {links.map(({ to, label }) => (
              <Link
                key={to}
                to={to}
                className="inline-flex min-h-8 items-center text-ink-soft underline-offset-4 hover:text-ink hover:underline"
              >
                {label}
              </Link>
            ))}
          </nav>
        ))}
        <ThemeField />
        <p className="col-span-full border-t pt-5 text-ink-soft">
          <Trans>
            Sentinel Command Center {config.version}. Free software under the Apache License 2.0, run here by
            the operator of this installation.
          </Trans>
        </p>
      </div>
    </footer>
  );
}
