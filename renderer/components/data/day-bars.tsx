export interface DayCount {
  /** `YYYY-MM-DD`, a UTC day. */
  readonly date: string;
  readonly count: number;
}

const format = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' });
const DAY_MS = 86_400_000;

/** Every day up to today, also those without anything. */
export function filledDays(counts: readonly DayCount[], days: number, now: number): readonly DayCount[] {
  const known = new Map(counts.map(({ date, count }) => [date, count]));
  return Array.from({ length: days }, (_, index) => {
    const date = new Date(now - (days - 1 - index) * DAY_MS).toISOString().slice(0, 10);
    return { date, count: known.get(date) ?? 0 };
  });
}

/** One bar a day, the newest at the right. */
export function DayBars({ days, what }: { readonly days: readonly DayCount[]; readonly what: string }) {
  const most = Math.max(1, ...days.map(({ count }) => count));
  const total = days.reduce((sum, { count }) => sum + count, 0);
  const words = ({ date, count }: DayCount) => `${format.format(Date.parse(date))}: ${count}`;
  return (
    <figure className="grid gap-1.5">
      <p className="sr-only">{`${what} by day: ${days.map(words).join(', ')}`}</p>
      <div className="flex h-32 items-end gap-px sm:gap-1" aria-hidden="true">
        {days.map((day) => (
          <div key={day.date} title={words(day)} className="flex h-full min-w-0 flex-1 flex-col justify-end">
            <div
              className={day.count === 0 ? 'bg-surface-3' : 'rounded-t-[3px] bg-accent'}
              style={{ height: day.count === 0 ? 2 : `${Math.max(4, (day.count / most) * 100)}%` }}
            />
          </div>
        ))}
      </div>
      <figcaption className="flex justify-between text-xs text-ink-soft" aria-hidden="true">
        <span>{days[0] === undefined ? '' : format.format(Date.parse(days[0].date))}</span>
        <span>{total === 0 ? 'nothing in this time' : `at most ${most.toLocaleString()} a day`}</span>
        <span>today</span>
      </figcaption>
    </figure>
  );
}
