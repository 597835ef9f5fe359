import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Link } from 'react-router';
import { setTheme, THEMES, useTheme } from '../../../hooks/theme.ts';
import { THEME_NAMES } from '../../../hooks/theme-names.ts';
import { chooseLanguage, languageChoice } from '../../../language/language.ts';
import { useSession } from '../../../session/session-context.ts';
import { LANGUAGE_CHOICES } from '../../frame/language-choices.ts';

const GROUPS = [
  {
    title: t`Product`,
    links: [
      { to: '/welcome', label: t`What it is` },
      { to: '/docs', label: t`Docs` },
      { to: '/pricing', label: t`Pricing` },
    ],
  },
  {
    title: t`Trust`,
    links: [
      { to: '/security', label: t`Security` },
      { to: '/security#vulnerability-disclosure', label: t`Report a weakness` },
      { to: '/status', label: t`Status` },
    ],
  },
  {
    title: t`Legal`,
    links: [
      { to: '/legal/terms', label: t`Terms` },
      { to: '/legal/privacy', label: t`Privacy` },
      { to: '/legal/licences', label: t`Licences` },
    ],
  },
] as const;

const SELECT =
  'min-h-10 w-full max-w-52 rounded-sm border border-line-strong bg-surface-0 px-2 text-sm font-normal text-ink';

function ThemeField() {
  const theme = useTheme();
  return (
    <label className="grid content-start gap-2 font-semibold">
      <Trans>Appearance</Trans>
      <select value={theme} onChange={({ target }) => setTheme(target.value)} className={SELECT}>
        {THEMES.map((value) => (
          <option key={value} value={value}>
            {THEME_NAMES[value]}
          </option>
        ))}
      </select>
    </label>
  );
}

function LanguageField() {
  return (
    <label className="grid content-start gap-2 font-semibold">
      <Trans>Language</Trans>
      <select
        value={languageChoice()}
        onChange={({ target }) => chooseLanguage(target.value)}
        className={SELECT}
      >
        {LANGUAGE_CHOICES.map(({ value, text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Every public page once more, how they look and speak, and what is running here. */
export function PublicFooter() {
  const { config } = useSession();
  return (
    <footer className="border-t bg-surface-1">
      <div className="mx-auto grid max-w-6xl grid-cols-2 gap-x-2.5 gap-y-8 px-4 py-8 sm:grid-cols-4 sm:gap-x-6 sm:px-6">
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
        <div className="grid content-start gap-4">
          <ThemeField />
          <LanguageField />
        </div>
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
