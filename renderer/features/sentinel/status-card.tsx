import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { ShieldCheck, ShieldOff } from 'lucide-react';
import { Link } from 'react-router';
import type { SentinelConfig } from '../../../server/contract/agents/sentinel.ts';
import { camerasQuery, settingsQuery } from '../../api/queries.ts';
import { Chip } from '../../components/chip.tsx';
import { Switch } from '../../components/input/switch.tsx';
import { Card } from '../../components/page.tsx';
import { agoTime, useNow } from '../../hooks/time.ts';
import { useMe } from '../../session/session-context.ts';
import { momentIn } from './local-moment.ts';
import type { Change } from './rules/change.ts';
import { OUTCOME_WORDS } from './run-words.ts';
import { RunnerLine } from './runner-line.tsx';
import { latestRunsQuery, type SentinelAnswer } from './sentinel-queries.ts';
import { scopeCount, stateOf, triggerCount } from './state-words.ts';

function Facts({ rules, now }: { readonly rules: SentinelConfig; readonly now: number }) {
  const { is_admin: isAdmin } = useMe();
  const { data: cameras } = useQuery(camerasQuery);
  const { data: latest } = useQuery({ ...latestRunsQuery, enabled: isAdmin });
  const last = latest?.runs[0];
  return (
    <ul className="flex flex-wrap gap-x-5 gap-y-1 text-ink-soft">
      <li>{triggerCount(rules)}</li>
      {cameras === undefined || cameras.length === 0 ? null : (
        <li>
          {scopeCount(
            rules,
            cameras.map(({ camera_id: id }) => id),
          )}
        </li>
      )}
      {last === undefined ? null : (
        <li>
          <Trans>
            Last run{' '}
            <Link to={`?run=${last.id}`} className="text-ink underline">
              {agoTime(Date.parse(last.triggered_at), now)}
            </Link>
            : {OUTCOME_WORDS[last.outcome]}
          </Trans>
        </li>
      )}
    </ul>
  );
}

interface Props {
  readonly answer: SentinelAnswer;
  readonly rules: SentinelConfig;
  readonly isReadOnly: boolean;
  readonly onChange: (change: Change) => void;
}

/** Whether Sentinel is armed, what that means at this moment, and who works for it. */
export function StatusCard({ answer, rules, isReadOnly, onChange }: Props) {
  const { is_admin: isAdmin } = useMe();
  const now = useNow(15_000);
  const { data: settings } = useQuery(settingsQuery);
  const { data: latest } = useQuery({ ...latestRunsQuery, enabled: isAdmin });
  const state = stateOf(
    answer,
    rules,
    momentIn(settings?.timezone ?? 'UTC', now),
    latest?.stats.remaining_this_month,
  );
  return (
    <Card className="grid gap-4">
      <div className="flex items-start gap-4">
        <span
          aria-hidden="true"
          className={`grid size-11 shrink-0 place-items-center rounded-md max-sm:hidden ${rules.enabled ? 'bg-accent-wash text-accent' : 'bg-surface-3 text-ink-soft'}`}
        >
          {rules.enabled ? <ShieldCheck size={24} /> : <ShieldOff size={24} />}
        </span>
        <div className="min-w-0 flex-1">
          <Switch
            label={t`Armed`}
            hint={
              <span className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
                <Chip tone={state.tone}>{state.label}</Chip>
                <span className="text-ink">{state.sentence}</span>
              </span>
            }
            checked={rules.enabled}
            disabled={isReadOnly}
            onChange={(enabled) => onChange(() => ({ enabled }))}
          />
        </div>
      </div>
      <Facts rules={rules} now={now} />
      {answer.plan_gated ? null : <RunnerLine runner={answer.runner} />}
    </Card>
  );
}
