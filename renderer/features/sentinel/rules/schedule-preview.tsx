import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { DAYS } from '../../../../server/contract/agents/sentinel.ts';
import {
  DAY_NAMES,
  type Day,
  dayWords,
  hourMark,
  type LocalMoment,
  SHORT_DAYS,
  type Schedule,
  stretchesOf,
  stretchWords,
  timeOf,
  weeklyWords,
} from './schedule.ts';

const DAY_MINUTES = 1440;
const MARKS = [0, 6, 12, 18, 24];
/** A line at every hour but the first. */
const HOURS =
  'repeating-linear-gradient(to right, transparent 0 calc(100% / 24 - 1px), var(--line) calc(100% / 24 - 1px) calc(100% / 24))';

function share(minute: number): string {
  return `${(minute / DAY_MINUTES) * 100}%`;
}

interface RowProps {
  readonly schedule: Schedule;
  readonly day: Day;
  /** Minute of this day, when it is today. */
  readonly now: number | null;
}

function DayRow({ schedule, day, now }: RowProps) {
  return (
    <>
      <span className={now === null ? 'text-ink-soft' : 'font-semibold'}>{SHORT_DAYS[day]}</span>
      <span
        className="relative block h-6 overflow-hidden rounded-[4px] bg-surface-2"
        style={{ backgroundImage: HOURS }}
      >
        {stretchesOf(schedule, day).map(({ from, to, carried }) => (
          <span
            key={from}
            title={`${DAY_NAMES[day]}: ${stretchWords({ from, to, carried })}`}
            className={`absolute inset-y-0 ${carried ? 'bg-accent/55' : 'bg-accent'}`}
            style={{ left: share(from), width: share(to - from) }}
          />
        ))}
        {now === null ? null : (
          <span className="absolute inset-y-0 -ml-px w-0.5 bg-ink" style={{ left: share(now) }} />
        )}
      </span>
    </>
  );
}

function Key({ look, text }: { readonly look: string; readonly text: string }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <span className={`inline-block h-3 ${look}`} />
      {text}
    </span>
  );
}

interface Props {
  readonly schedule: Schedule;
  readonly now: LocalMoment;
}

/** The week as seven rows of 24 hours, with the moment it is now. */
export function SchedulePreview({ schedule, now }: Props) {
  const goesOn = DAYS.some((day) => stretchesOf(schedule, day).some(({ carried }) => carried));
  return (
    <figure className="grid gap-2">
      <figcaption className="font-medium">
        <Trans>
          Starts by itself <output data-testid="weekly">{weeklyWords(schedule)}</output>
        </Trans>
      </figcaption>
      <ul className="sr-only">
        {DAYS.map((day) => (
          <li key={day}>{dayWords(schedule, day)}</li>
        ))}
      </ul>
      <div aria-hidden="true" className="grid grid-cols-[2.25rem_minmax(0,1fr)] items-center gap-x-2 gap-y-1">
        {DAYS.map((day) => (
          <DayRow key={day} schedule={schedule} day={day} now={day === now.day ? now.minute : null} />
        ))}
        <span />
        <span className="flex justify-between text-xs text-ink-soft">
          {MARKS.map((hour) => (
            <span key={hour}>{hourMark(hour)}</span>
          ))}
        </span>
      </div>
      <div aria-hidden="true" className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-ink-soft">
        <Key look="w-3 rounded-[2px] bg-accent" text={t`Begins on this day`} />
        {goesOn ? <Key look="w-3 rounded-[2px] bg-accent/55" text={t`Goes on from the day before`} /> : null}
        <Key look="w-0.5 bg-ink" text={t`Now, ${timeOf(now.minute)}`} />
      </div>
    </figure>
  );
}
