import type { Queryable } from '../db/database.ts';

/** A mail to one address, ready to leave. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly kind: string;
  /** The same for every attempt, so that a provider delivers it once. */
  readonly idempotencyKey: string;
  /** Link that stops mails of this kind; undefined for a test mail. */
  readonly unsubscribeUrl: string | undefined;
}

/** What came of handing a mail over. */
export type SendOutcome =
  | { readonly ok: true; readonly messageId: string | null }
  /**
   * `later`: nobody was there to take it, so the attempt does not count; `counts`: it was refused. `error` is one line
   * for the delivery log, without secrets.
   */
  | { readonly ok: false; readonly error: string; readonly retry: 'counts' | 'later' };

/** One way of sending mail. Never throws; ends early when `signal` aborts. */
export interface MailTransport {
  send(mail: Mail, signal?: AbortSignal): Promise<SendOutcome>;
}

/** Which transport an organisation uses. */
export interface MailTransports {
  /** Whether mail is switched on. Reads the database of the caller, which may be a transaction. */
  isOn(orgId: string, db: Queryable): Promise<boolean>;
  /** The transport by the environment, else by the organisation's settings; one that explains what is missing otherwise. */
  of(orgId: string): Promise<MailTransport>;
}

/** Who is mailed. Throws when that cannot be found out now, so that the caller tries again. */
export interface Recipients {
  /** Addresses, each once whatever its spelling. */
  find(orgId: string, audience: 'all' | 'admin'): Promise<readonly string[]>;
  /** Membership changed: ask again next time. */
  forget(orgId: string): void;
}

/** A notification as text of a mail. */
export interface RenderedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}
