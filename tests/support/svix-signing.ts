import { createHmac, randomBytes } from 'node:crypto';

/** A signing secret as providers show it. */
export function newWebhookSecret(): string {
  return `whsec_${randomBytes(24).toString('base64')}`;
}

export interface SigningOptions {
  /** The same for every attempt to deliver a message. */
  readonly id?: string;
  /** Which of the two names the headers have. */
  readonly family?: 'svix' | 'webhook';
  /** How long ago it was signed, in seconds; negative for the future. */
  readonly ageSeconds?: number;
}

/** Headers that sign a body, computed by the published rule and not by the library under test. */
export function signatureHeaders(
  secret: string,
  body: string | Buffer,
  options: SigningOptions = {},
): Record<string, string> {
  const { family = 'svix', ageSeconds = 0 } = options;
  const id = options.id ?? `msg_${randomBytes(12).toString('hex')}`;
  const time = String(Math.floor(Date.now() / 1000) - ageSeconds);
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${time}.`).update(body).digest('base64');
  return {
    [`${family}-id`]: id,
    [`${family}-timestamp`]: time,
    [`${family}-signature`]: `v1,${signature}`,
  };
}
