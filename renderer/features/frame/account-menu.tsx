import { t } from '@lingui/core/macro';
import { CircleUserRound, Keyboard, KeyRound, LogOut, Smartphone } from 'lucide-react';
import { useNavigate } from 'react-router';
import { toast } from 'sonner';
import { messageOf } from '../../api/errors.ts';
import { Menu, type MenuEntry } from '../../components/menu.tsx';
import { setTheme, THEMES, useTheme } from '../../hooks/theme.ts';
import { THEME_NAMES } from '../../hooks/theme-names.ts';
import { chooseLanguage, languageChoice } from '../../language/language.ts';
import { useMe, useSession } from '../../session/session-context.ts';
import { LANGUAGE_CHOICES } from './language-choices.ts';
import { showOverlay } from './overlay/shown-overlay.ts';

/** Who is signed in, the theme, and the way out. */
export function AccountMenu() {
  const me = useMe();
  const { signOut } = useSession();
  const navigate = useNavigate();
  const theme = useTheme();
  const leave = () => {
    signOut().catch((error: unknown) => toast.error(messageOf(error)));
  };
  const trigger = (
    <button
      type="button"
      aria-label={t`Account of ${me.name}`}
      className="inline-flex min-h-10 items-center gap-2 rounded-sm px-2 text-ink-soft hover:bg-surface-2 hover:text-ink"
    >
      <CircleUserRound size={22} aria-hidden="true" />
      <span className="hidden max-w-40 truncate text-sm lg:inline">{me.name}</span>
    </button>
  );
  const entries: MenuEntry[] = [
    {
      kind: 'heading',
      id: 'who',
      content: (
        <>
          <div className="truncate font-semibold">{me.name}</div>
          <div className="truncate text-xs text-ink-soft">{me.email}</div>
        </>
      ),
    },
    { kind: 'separator', id: 'after-who' },
    {
      kind: 'choice',
      id: 'theme',
      title: t`Appearance`,
      value: theme,
      options: THEMES.map((value) => ({ value, text: THEME_NAMES[value] })),
      onChoose: setTheme,
    },
    {
      kind: 'choice',
      id: 'language',
      title: t`Language`,
      value: languageChoice(),
      options: LANGUAGE_CHOICES,
      onChoose: chooseLanguage,
    },
    { kind: 'separator', id: 'after-language' },
    {
      kind: 'action',
      id: 'account',
      icon: <KeyRound size={16} aria-hidden="true" />,
      text: t`Account and password`,
      onSelect: () => void navigate('/settings/account'),
    },
    {
      kind: 'action',
      id: 'phone',
      icon: <Smartphone size={16} aria-hidden="true" />,
      text: t`Open on your phone`,
      onSelect: () => showOverlay('phone'),
    },
    {
      kind: 'action',
      id: 'shortcuts',
      icon: <Keyboard size={16} aria-hidden="true" />,
      text: t`Keyboard shortcuts`,
      onSelect: () => showOverlay('shortcuts'),
    },
    {
      kind: 'action',
      id: 'sign-out',
      icon: <LogOut size={16} aria-hidden="true" />,
      text: t`Sign out`,
      onSelect: leave,
    },
  ];
  return <Menu trigger={trigger} label={t`Account`} entries={entries} />;
}
