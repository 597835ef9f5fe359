import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { SelectField } from '../../components/field.tsx';
import { Card } from '../../components/page.tsx';
import { setTheme, THEMES, useTheme } from '../../hooks/theme.ts';
import { THEME_NAMES } from '../../hooks/theme-names.ts';
import { chooseLanguage, languageChoice } from '../../language/language.ts';
import { LANGUAGE_CHOICES } from '../frame/language-choices.ts';

/** How the dashboard looks and speaks in this browser. */
export function LookCard() {
  const theme = useTheme();
  const onTheme = (value: string) => {
    const chosen = THEMES.find((known) => known === value);
    if (chosen !== undefined) setTheme(chosen);
  };
  return (
    <Card className="grid gap-4">
      <div className="grid gap-1">
        <h2 className="text-base font-semibold">
          <Trans>This browser</Trans>
        </h2>
        <p className="text-ink-soft">
          <Trans>Kept in this browser only. Other people and other devices are not changed.</Trans>
        </p>
      </div>
      <div className="grid max-w-md gap-4">
        <SelectField label={t`Appearance`} value={theme} onChange={({ target }) => onTheme(target.value)}>
          {THEMES.map((value) => (
            <option key={value} value={value}>
              {THEME_NAMES[value]}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={t`Language`}
          hint={t`Changing it loads the page anew.`}
          value={languageChoice()}
          onChange={({ target }) => chooseLanguage(target.value)}
        >
          {LANGUAGE_CHOICES.map(({ value, text }) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </SelectField>
      </div>
    </Card>
  );
}
