import { z } from 'zod';

/** UTC instant as ISO-8601 with `Z`. */
export const timestamp = z.string().meta({ format: 'date-time', description: 'UTC, ISO-8601 with Z' });

/** `X.Y.Z` of a camera node program. */
export const version = z.string();

export const email = z
  .string()
  .trim()
  .toLowerCase()
  .max(320)
  .regex(/^[^\s@]+@[^\s@]+$/, 'Enter an e-mail address like name@example.com');

/** Account passwords: long enough to resist guessing, bounded so that hashing stays cheap. */
export const newPassword = z
  .string()
  .min(10, 'Use at least 10 characters')
  .max(200, 'Use at most 200 characters');

export const role = z.enum(['admin', 'member']);

export const success = z.object({ success: z.literal(true) });
