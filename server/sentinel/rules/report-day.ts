import { localMoment, shiftedDate } from './local-moment.ts';
import { minuteOfStoredTime } from './schedule.ts';

const MINUTES_PER_DAY = 24 * 60;
const DEFAULT_TIME = 7 * 60;
/** A server that was off at the time of the report still starts it this many minutes later, and no more. */
const CATCH_UP_MINUTES = 120;

/**
 * The local day (`YYYY-MM-DD`) whose report may be started at an instant: from the time of the report on, for two hours
 * of the wall clock. A time that a change of clocks leaves out counts as reached when the clock passes it.
 */
export function openReportDay(time: string, instant: Date, timeZone: string): string | undefined {
  const start = minuteOfStoredTime(time, DEFAULT_TIME);
  const { date, minute } = localMoment(instant, timeZone);
  if (minute >= start) return minute - start < CATCH_UP_MINUTES ? date : undefined;
  return minute + MINUTES_PER_DAY - start < CATCH_UP_MINUTES ? shiftedDate(date, -1) : undefined;
}
