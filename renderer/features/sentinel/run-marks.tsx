import {
  Activity,
  CalendarClock,
  Hourglass,
  LoaderCircle,
  type LucideIcon,
  MousePointerClick,
  Siren,
} from 'lucide-react';
import type { SentinelRun } from '../../../server/contract/agents/sentinel.ts';
import { Chip } from '../../components/chip.tsx';
import { SeverityTag } from '../incidents/incident-marks.tsx';
import { OUTCOME_WORDS, TRIGGER_WORDS } from './run-words.ts';

const TONES = { incident: 'warn', no_action: 'idle', error: 'bad' } as const;

/** What came of a run; one under way has a mark that moves. */
export function OutcomeChip({ run: { outcome, severity } }: { readonly run: SentinelRun }) {
  const text = OUTCOME_WORDS[outcome];
  if (outcome === 'pending' || outcome === 'running') {
    const Icon = outcome === 'pending' ? Hourglass : LoaderCircle;
    return (
      <span
        data-outcome={outcome}
        className="inline-flex items-center gap-1.5 rounded-full bg-accent-wash px-2.5 py-0.5 text-xs font-semibold text-accent"
      >
        <Icon size={12} aria-hidden="true" className={outcome === 'running' ? 'animate-spin' : ''} />
        {text}
      </span>
    );
  }
  return (
    <span data-outcome={outcome} className="inline-flex min-w-0 flex-wrap items-center gap-1.5">
      <Chip tone={TONES[outcome]}>{text}</Chip>
      {outcome === 'incident' && severity !== null ? <SeverityTag severity={severity} /> : null}
    </span>
  );
}

const ICONS: Readonly<Record<SentinelRun['trigger_type'], LucideIcon>> = {
  motion: Activity,
  incident_opened: Siren,
  manual: MousePointerClick,
  scheduled: CalendarClock,
};

/** Why a run was started. */
export function TriggerMark({ trigger }: { readonly trigger: SentinelRun['trigger_type'] }) {
  const Icon = ICONS[trigger];
  return (
    <span className="inline-flex min-w-0 items-center gap-1.5">
      <Icon size={14} aria-hidden="true" className="shrink-0 text-ink-soft" />
      {TRIGGER_WORDS[trigger]}
    </span>
  );
}
