import type { SendOutcome } from '../mail.ts';

type Failure = Extract<SendOutcome, { ok: false }>;

/** Longest error line of the delivery log. */
const LINE_MAX = 500;

/** A failure with a code for programs and a sentence for people. */
export function failure(retry: Failure['retry'], code: string, sentence: string): Failure {
  return { ok: false, retry, error: `${code}: ${sentence}`.slice(0, LINE_MAX) };
}

/** Foreign text as part of one line, with the secrets that were in use taken out. */
export function harmless(text: string, secrets: readonly (string | undefined)[]): string {
  let safe = text;
  for (const secret of secrets) if (secret) safe = safe.replaceAll(secret, '***');
  return safe.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim();
}

/** Something that was thrown, as `ClassName: message`. It counts: trying again would throw again. */
export function thrown(error: unknown, secrets: readonly (string | undefined)[]): Failure {
  const [name, message] =
    error instanceof Error ? [error.constructor.name, error.message] : ['Error', String(error)];
  return failure('counts', name, harmless(message, secrets));
}

export const NO_MESSAGE_ID = 'resend_no_message_id';

/** The sentence for people within an error line. */
export function sentenceOf(error: string): string {
  if (error === NO_MESSAGE_ID)
    return 'Resend answered without confirming that it took the mail. Try again in a moment.';
  return error.replace(/^[a-z][a-z0-9_]*: /, '');
}
