import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Notification } from '../contract/notifications/inbox.ts';
import { SEVERITIES, type Severity } from '../contract/notifications/kinds.ts';
import type { Database, Transaction } from '../db/database.ts';
import { attempt } from '../db/savepoint.ts';
import { notifications } from '../db/schema/notifications.ts';
import { readSetting } from '../db/settings-repository.ts';
import type { Publish } from '../events/event-hub.ts';
import { kindRule, switchDefault } from './kind-rules.ts';
import { isSnoozed } from './snooze/active-snooze.ts';

/** Something people shall learn of. Who may see it follows from the kind. */
export interface Notice {
  readonly orgId: string;
  readonly kind: string;
  /** Cut to 200 characters. */
  readonly title: string;
  readonly body: string;
  /** `info` when it is none of the known ones. */
  readonly severity: Severity;
  /** Path within the dashboard. */
  readonly link?: string | undefined;
  readonly cameraId?: string | undefined;
  readonly nodeId?: string | undefined;
  /** Facts for programs; stored as JSON, empty as nothing. */
  readonly meta?: Readonly<Record<string, unknown>> | undefined;
}

export type StoredNotification = typeof notifications.$inferSelect;

/** More work of the same transaction, such as queueing a mail. Its failure costs only itself. */
export type FollowUp = (tx: Transaction, stored: StoredNotification) => Promise<void>;

export interface NotifierDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly publish: Publish;
  /** Not for quiet ones: people asked to be left alone. */
  readonly followUps: readonly FollowUp[];
  /** For quiet ones too: work that disturbs nobody. */
  readonly alwaysFollowUps?: readonly FollowUp[];
}

const TITLE_MAX = 200;

/**
 * The one way into the inbox: preference gate, row, follow-up work (mail, webhooks), and after the commit the live
 * event. A notification that fails never fails what it tells of.
 */
export class Notifier {
  readonly #deps: NotifierDeps;

  constructor(deps: NotifierDeps) {
    this.#deps = deps;
  }

  /** Writes a notification in a transaction of its own and tells of it. Never throws; undefined when muted or failed. */
  async notify(notice: Notice): Promise<StoredNotification | undefined> {
    try {
      const stored = await this.#deps.db.write((tx) => this.record(tx, notice));
      this.announce(stored);
      return stored;
    } catch (error) {
      this.#deps.log.warn({ err: error, kind: notice.kind }, 'A notification could not be stored');
      return undefined;
    }
  }

  /**
   * Writes a notification inside the caller's transaction; the caller hands the answer to `announce` after the commit.
   * Undefined when the kind is muted or the row could not be written, which the caller's work survives.
   */
  async record(tx: Transaction, notice: Notice): Promise<StoredNotification | undefined> {
    const failed = (error: unknown): void =>
      this.#deps.log.warn({ err: error, kind: notice.kind }, 'A notification could not be stored');
    const stored = await attempt(tx, () => this.#insert(tx, notice), failed);
    if (stored === undefined) return undefined;
    const { followUps, alwaysFollowUps = [] } = this.#deps;
    for (const followUp of [...(stored.quiet ? [] : followUps), ...alwaysFollowUps]) {
      await attempt(
        tx,
        () => followUp(tx, stored),
        (error) =>
          this.#deps.log.warn({ err: error, kind: notice.kind }, 'A notification could not be passed on'),
      );
    }
    return stored;
  }

  /** Tells dashboards and streams of a stored notification. Call after the commit. */
  announce(stored: StoredNotification | undefined): void {
    if (stored === undefined) return;
    const audience = stored.audience === 'admin' ? 'admin' : 'all';
    const message = stored.quiet
      ? ({ type: 'changed', what: 'notifications' } as const)
      : ({ type: 'notification', ...onWire(stored) } as const);
    this.#deps.publish({ orgId: stored.orgId, audience, message });
  }

  async #insert(tx: Transaction, notice: Notice): Promise<StoredNotification | undefined> {
    const { orgId, kind, cameraId, meta } = notice;
    const { audience, inboxSwitch, snoozable } = kindRule(kind);
    if (inboxSwitch !== undefined && !(await isOn(tx, orgId, inboxSwitch))) return undefined;
    const now = this.#deps.clock.now();
    const quiet = snoozable && cameraId !== undefined && (await isSnoozed(tx, { orgId, cameraId }, now));
    return tx
      .insert(notifications)
      .values({
        orgId,
        kind,
        audience,
        // A cut must not leave half a character behind.
        title: notice.title.slice(0, TITLE_MAX).replace(/[\uD800-\uDBFF]$/, ''),
        body: notice.body,
        severity: SEVERITIES.includes(notice.severity) ? notice.severity : 'info',
        link: notice.link ?? null,
        cameraId: cameraId ?? null,
        nodeId: notice.nodeId ?? null,
        metaJson: meta === undefined || Object.keys(meta).length === 0 ? null : JSON.stringify(meta),
        quiet,
        createdAt: now,
      })
      .returning()
      .get();
  }
}

/** Whether a switch is on; one never set has its default. */
export async function isOn(tx: Transaction, orgId: string, name: string): Promise<boolean> {
  const value = await readSetting(tx, orgId, name);
  return value === undefined ? switchDefault(name) : value === 'true';
}

/** A row as it is told and listed. */
export function onWire(row: StoredNotification): Notification {
  const severity = SEVERITIES.find((known) => known === row.severity) ?? 'info';
  return {
    id: row.id,
    kind: row.kind,
    audience: row.audience === 'admin' ? 'admin' : 'all',
    title: row.title,
    body: row.body,
    severity,
    link: row.link,
    camera_id: row.cameraId,
    node_id: row.nodeId,
    meta: metaOf(row),
    created_at: row.createdAt.toISOString(),
  };
}

/** The facts of a notification; null when there are none or they cannot be read. */
export function metaOf({ metaJson }: Pick<StoredNotification, 'metaJson'>): Record<string, unknown> | null {
  if (metaJson === null) return null;
  try {
    const value: unknown = JSON.parse(metaJson);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
