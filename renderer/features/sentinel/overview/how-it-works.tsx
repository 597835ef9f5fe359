import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { FileText, type LucideIcon, ScanEye, Zap } from 'lucide-react';

const STEPS: readonly { readonly Icon: LucideIcon; readonly title: string; readonly text: string }[] = [
  {
    Icon: Zap,
    title: t`Something happens`,
    text: t`A camera sees motion, somebody files an incident, the hour of the daily report comes, or you ask.`,
  },
  {
    Icon: ScanEye,
    title: t`Sentinel looks`,
    text: t`It looks through your cameras and reads what is on record, with the tools an AI agent has.`,
  },
  {
    Icon: FileText,
    title: t`You get a result`,
    text: t`An incident with evidence when something is wrong, else a line here. Every step it took is kept.`,
  },
];

/** What Sentinel is, for those who have no run to look at yet. */
export function HowItWorks() {
  return (
    <div className="grid gap-4 p-5">
      <p className="text-ink-soft">
        <Trans>There was no run yet. This is how one goes:</Trans>
      </p>
      <ol className="grid gap-4 sm:grid-cols-3">
        {STEPS.map(({ Icon, title, text }, index) => (
          <li key={title} className="grid content-start gap-1.5 rounded-md bg-surface-2 p-4">
            <Icon size={20} aria-hidden="true" className="text-accent" />
            <span className="font-semibold">
              {index + 1}. {title}
            </span>
            <span className="text-ink-soft">{text}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
