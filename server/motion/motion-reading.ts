import { z } from 'zod';

/** What a node saw, after its report was judged. */
export interface MotionReading {
  /** Percent, whole. */
  readonly score: number;
  /** Number of the analysed segment within the node's own count. */
  readonly segmentSeq: number | null;
  readonly timestamp: Date;
}

const reportSchema = z.looseObject({
  score: z.unknown().optional(),
  segment_seq: z.unknown().optional(),
  timestamp: z.unknown().optional(),
});

/**
 * Reads a node's report leniently: nodes never correct themselves. Undefined when it holds no usable score; a bad
 * segment number becomes null and a bad time becomes `now`.
 */
export function readMotion(body: unknown, now: Date): MotionReading | undefined {
  const report = reportSchema.safeParse(body).data;
  const score = wholeNumber(report?.score);
  if (report === undefined || score === undefined) return undefined;
  const sequence = wholeNumber(report.segment_seq);
  return {
    score: Math.min(100, Math.max(0, score)),
    segmentSeq: sequence !== undefined && sequence >= 0 && Number.isSafeInteger(sequence) ? sequence : null,
    timestamp: utcInstant(report.timestamp) ?? now,
  };
}

const NUMBER_TEXT = /^\s*[+-]?\d+(\.\d+)?\s*$/;

/** A number, or text that is one, cut to its whole part. */
function wholeNumber(value: unknown): number | undefined {
  if (typeof value === 'string' && NUMBER_TEXT.test(value)) return wholeNumber(Number(value));
  return typeof value === 'number' && Number.isFinite(value) ? Math.trunc(value) : undefined;
}

const ISO_TIME =
  /^(?<day>\d{4}-\d{2}-\d{2})[T ](?<time>\d{2}:\d{2}(:\d{2})?)([.,](?<fraction>\d+))?(?<offset>Z|[+-]\d{2}:?\d{2})?$/i;

/**
 * ISO-8601 with any number of fraction digits as an instant; without an offset it is UTC. Undefined when it is no such
 * time or does not exist, as 30 February.
 */
function utcInstant(value: unknown): Date | undefined {
  const parts = typeof value === 'string' ? ISO_TIME.exec(value.trim())?.groups : undefined;
  if (parts === undefined) return undefined;
  const { day = '', time = '', fraction = '', offset = 'Z' } = parts;
  const millis = fraction.slice(0, 3).padEnd(3, '0');
  const seconds = time.length === 5 ? `${time}:00` : time;
  const local = new Date(`${day}T${seconds}.${millis}Z`);
  if (Number.isNaN(local.getTime()) || !local.toISOString().startsWith(`${day}T${time}`)) return undefined;
  const shift = offsetMinutes(offset);
  if (shift === undefined) return undefined;
  const instant = new Date(local.getTime() - shift * 60_000);
  // Other years have a longer text form, which would not sort among the rest.
  const year = instant.getUTCFullYear();
  return year >= 1 && year <= 9999 ? instant : undefined;
}

function offsetMinutes(text: string): number | undefined {
  if (text.toUpperCase() === 'Z') return 0;
  const hours = Number(text.slice(1, 3));
  const minutes = Number(text.slice(-2));
  if (hours > 23 || minutes > 59) return undefined;
  return (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}
