/** When a camera should record. Times are `HH:MM` in the organisation's zone. */
export interface RecordingPolicy {
  readonly continuous247: boolean;
  readonly scheduledRecording: boolean;
  readonly scheduledStart: string | null;
  readonly scheduledEnd: string | null;
}

const MINUTES_PER_HOUR = 60;

function minuteOfDay(text: string | null): number | undefined {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text ?? '');
  return match === null ? undefined : Number(match[1]) * MINUTES_PER_HOUR + Number(match[2]);
}

function formatterFor(timeZone: string): Intl.DateTimeFormat {
  const options = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  try {
    return new Intl.DateTimeFormat('en-GB', { ...options, timeZone });
  } catch {
    return new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' });
  }
}

/** Minute of the day on the wall clock of an IANA zone; an unknown zone reads as UTC. */
export function localMinute(now: Date, timeZone: string): number {
  return minuteOfDay(formatterFor(timeZone).format(now)) ?? now.getUTCHours() * 60 + now.getUTCMinutes();
}

/**
 * Whether a camera should record at a local minute of the day. The end is exclusive; an end before the start means
 * overnight; equal times, missing or malformed ones mean never.
 */
export function shouldRecord(policy: RecordingPolicy, minute: number): boolean {
  if (policy.continuous247) return true;
  if (!policy.scheduledRecording) return false;
  const start = minuteOfDay(policy.scheduledStart);
  const end = minuteOfDay(policy.scheduledEnd);
  if (start === undefined || end === undefined) return false;
  return start <= end ? start <= minute && minute < end : minute >= start || minute < end;
}
