import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Bot } from 'lucide-react';
import { Card, EmptyState, Page } from '../../components/page.tsx';
import { ToolCatalogue } from './catalogue/tool-catalogue.tsx';

const QUESTIONS = [
  t`What happened at the back door since closing time?`,
  t`Is every camera recording tonight?`,
  t`Look at the car park and file an incident if a van is still there.`,
] as const;

/** What agents could do, where the plan leaves them out. Nothing about activity is asked for. */
export function LockedPage() {
  return (
    <Page title={t`AI agents`}>
      <EmptyState icon={<Bot size={36} />} title={t`Not part of your plan`}>
        <p>
          <Trans>
            With a paid plan, an AI agent of your choice can look through your cameras, answer questions about
            them and file incidents with evidence. You decide what each one may do.
          </Trans>
        </p>
        <ul className="grid gap-1.5" aria-label={t`Questions you could ask`}>
          {QUESTIONS.map((question) => (
            <li key={question} className="rounded-md bg-surface-2 px-4 py-2 text-ink">
              <Trans>“{question}”</Trans>
            </li>
          ))}
        </ul>
      </EmptyState>
      <Card className="grid gap-4">
        <h2 className="text-base font-semibold">
          <Trans>What agents can be given</Trans>
        </h2>
        <ToolCatalogue />
      </Card>
    </Page>
  );
}
