import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Bell, type LucideIcon, MonitorPlay, Users } from 'lucide-react';
import { useMe } from '../../../session/session-context.ts';
import { AskForRights } from './ask-for-rights.tsx';

const CAPABILITIES: readonly { readonly Icon: LucideIcon; readonly title: string; readonly text: string }[] =
  [
    {
      Icon: MonitorPlay,
      title: t`Watch live`,
      text: t`Every camera on one wall. Open one to see it large, or what was a minute ago.`,
    },
    {
      Icon: Bell,
      title: t`Hear of motion`,
      text: t`The bell at the top tells you when something moves, with a link to the moment.`,
    },
    {
      Icon: Users,
      title: t`One place for the team`,
      text: t`Everybody sees the same cameras and groups.`,
    },
  ];

/** What a member will have here, while there is no camera yet. */
export function MemberWelcome() {
  const { org_name: organisation } = useMe();
  return (
    <section className="m-auto grid w-full max-w-2xl grid-cols-[minmax(0,1fr)] gap-6 rounded-lg border bg-surface-1 p-5 sm:p-8">
      <div className="grid gap-1.5">
        <h1 className="text-xl font-semibold">
          <Trans>Welcome to {organisation}</Trans>
        </h1>
        <p className="text-ink-soft">
          <Trans>
            No cameras yet. An administrator adds them, and they appear here by themselves. This is what you
            can do then:
          </Trans>
        </p>
      </div>
      <ul className="grid gap-3 sm:grid-cols-3">
        {CAPABILITIES.map(({ Icon, title, text }) => (
          <li
            key={title}
            className="grid grid-cols-[auto_minmax(0,1fr)] content-start gap-x-3 gap-y-1 rounded-md border bg-surface-2 p-4 sm:grid-cols-1 sm:gap-y-2"
          >
            <Icon size={22} aria-hidden="true" className="text-accent" />
            <h2 className="text-sm font-semibold">{title}</h2>
            <p className="col-start-2 text-ink-soft sm:col-start-1">{text}</p>
          </li>
        ))}
      </ul>
      <div className="border-t pt-5">
        <AskForRights />
      </div>
    </section>
  );
}
