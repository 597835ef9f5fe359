import { z } from 'zod';
import type { Clock } from '../../clock.ts';

/** What a link switches off. */
export interface Unsubscription {
  readonly orgId: string;
  readonly kind: string;
}

const ALGORITHM = 'HS256';
const SUBJECT = 'email-unsubscribe';
const PATH = '/api/notifications/email/unsubscribe';

const claimsSchema = z.object({ org_id: z.string().min(1), kind: z.string().min(1) });

/**
 * Links that stop mails of one kind without signing in. They are signed, and they work as long as the installation keeps
 * its secret: old mails have old links. The package that signs is loaded with the first one.
 */
export class UnsubscribeLinks {
  readonly #key: Uint8Array;
  readonly #clock: Clock;

  constructor(key: Uint8Array, clock: Clock) {
    this.#key = key;
    this.#clock = clock;
  }

  /** The link of a mail; `base` is the address of the dashboard. */
  async link(base: string, { orgId, kind }: Unsubscription): Promise<string> {
    const { SignJWT } = await import('jose');
    const token = await new SignJWT({ org_id: orgId, kind })
      .setProtectedHeader({ alg: ALGORITHM })
      .setSubject(SUBJECT)
      .setIssuedAt(this.#clock.now())
      .sign(this.#key);
    return `${base.replace(/\/+$/, '')}${PATH}?t=${token}`;
  }

  /** What a token says, or undefined for one that this installation did not sign for this purpose. Never throws. */
  async read(token: unknown): Promise<Unsubscription | undefined> {
    if (typeof token !== 'string') return undefined;
    try {
      const { jwtVerify } = await import('jose');
      const { payload } = await jwtVerify(token, this.#key, {
        algorithms: [ALGORITHM],
        subject: SUBJECT,
        currentDate: this.#clock.now(),
      });
      const { org_id: orgId, kind } = claimsSchema.parse(payload);
      return { orgId, kind };
    } catch {
      return undefined;
    }
  }
}
