import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { DAYS } from '../../../../server/contract/agents/sentinel.ts';
import { settingsQuery } from '../../../api/queries.ts';
import { Card } from '../../../components/page.tsx';
import { useNow } from '../../../hooks/time.ts';
import { useMe } from '../../../session/session-context.ts';
import { momentIn } from '../local-moment.ts';
import type { PartProps } from './change.ts';
import { timeProblem } from './field-problems.ts';
import { SchedulePreview } from './schedule-preview.tsx';
import { DAY_NAMES, SHORT_DAYS, withDay } from './schedule.ts';
import { SettledField } from './settled-field.tsx';

const MODES = [
  { value: 'always', text: t`Always` },
  { value: 'scheduled', text: t`At set hours` },
  { value: 'off', text: t`Never` },
] as const;

function Modes({ rules, isReadOnly, onChange }: PartProps) {
  return (
    <fieldset className="flex flex-wrap gap-2" disabled={isReadOnly}>
      <legend className="pb-1.5 text-sm font-medium">
        <Trans>Motion and incidents start a run</Trans>
      </legend>
      {MODES.map(({ value, text }) => (
        <label
          key={value}
          className="flex min-h-10 items-center gap-2.5 rounded-sm border px-3.5 has-checked:border-accent has-checked:bg-accent-wash has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name="schedule-mode"
            value={value}
            checked={rules.schedule_mode === value}
            onChange={() => onChange(() => ({ schedule_mode: value }))}
            className="size-4 shrink-0 accent-accent outline-none"
          />
          {text}
        </label>
      ))}
    </fieldset>
  );
}

function DayChips({ rules, isReadOnly, onChange }: PartProps) {
  const { active_days: days } = rules;
  return (
    <fieldset disabled={isReadOnly}>
      <legend className="pb-1.5 text-sm font-medium">
        <Trans>On these days</Trans>
      </legend>
      <div className="grid grid-cols-7 gap-1 sm:flex sm:flex-wrap sm:gap-1.5">
        {DAYS.map((day) => {
          const isIn = days.includes(day);
          return (
            <button
              key={day}
              type="button"
              aria-pressed={isIn}
              title={DAY_NAMES[day]}
              onClick={() => onChange(({ active_days: old }) => ({ active_days: withDay(old, day, !isIn) }))}
              className="min-h-10 rounded-full border border-line-strong font-medium sm:min-w-12 sm:px-2.5 text-ink-soft transition-colors aria-pressed:border-accent aria-pressed:bg-accent aria-pressed:text-accent-ink disabled:cursor-not-allowed disabled:opacity-55"
            >
              {SHORT_DAYS[day]}
            </button>
          );
        })}
      </div>
      {days.length === 0 ? (
        <p className="pt-1.5 text-warn">
          <Trans>No day means never.</Trans>
        </p>
      ) : null}
    </fieldset>
  );
}

function Hours({ rules, isReadOnly, onChange }: PartProps) {
  const { schedule_start: start, schedule_end: end } = rules;
  return (
    <div className="grid gap-1.5">
      <div className="grid max-w-72 grid-cols-2 gap-3">
        <SettledField
          label={t`From`}
          type="time"
          value={start}
          disabled={isReadOnly}
          problemOf={timeProblem}
          onCommit={(text) => onChange(() => ({ schedule_start: text }))}
        />
        <SettledField
          label={t`Until`}
          type="time"
          value={end}
          disabled={isReadOnly}
          problemOf={timeProblem}
          onCommit={(text) => onChange(() => ({ schedule_end: text }))}
        />
      </div>
      <p className="text-ink-soft">
        {start === end
          ? t`Equal times stand for the whole day.`
          : start > end
            ? t`Goes past midnight: the whole night belongs to the day it begins on.`
            : ''}
      </p>
    </div>
  );
}

function Zone({ zone }: { readonly zone: string }) {
  const { is_admin: isAdmin } = useMe();
  return (
    <p className="text-ink-soft">
      <Trans>Times are those of {zone}, the time zone of this place.</Trans>{' '}
      {isAdmin ? (
        <Link to="/settings/recording" className="text-accent underline">
          <Trans>Change it</Trans>
        </Link>
      ) : null}
    </p>
  );
}

/** At which hours motion and incidents start a run. */
export function ScheduleCard(props: PartProps) {
  const { rules } = props;
  const now = useNow(30_000);
  const { data: settings } = useQuery(settingsQuery);
  const zone = settings?.timezone ?? 'UTC';
  return (
    <Card className="grid gap-5">
      <h2 className="text-base font-semibold">
        <Trans>Hours</Trans>
      </h2>
      <Modes {...props} />
      {rules.schedule_mode === 'scheduled' ? (
        <>
          <DayChips {...props} />
          <Hours {...props} />
        </>
      ) : null}
      <SchedulePreview schedule={rules} now={momentIn(zone, now)} />
      {settings === undefined ? null : <Zone zone={zone} />}
    </Card>
  );
}
