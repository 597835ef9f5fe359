import type { Queryable } from '../../db/database.ts';
import { readSetting } from '../../db/settings-repository.ts';
import { metaOf, type StoredNotification } from '../../notifications/notifier.ts';
import type { RenderedMail } from '../mail.ts';
import type { MailInput } from '../templates/mail-view.ts';

/** Turns a notification into the words of a mail. */
export interface MailRenderer {
  render(input: MailInput): RenderedMail;
}

export interface ComposeDeps {
  readonly renderer: MailRenderer;
  /** Base of links, at this moment. */
  readonly dashboardUrl: (orgId: string) => string;
  readonly unsubscribeUrl: (orgId: string, kind: string) => Promise<string>;
}

/** Renders the mail of a notification; the same for all of its recipients. */
export async function composeMail(
  deps: ComposeDeps,
  db: Queryable,
  stored: StoredNotification,
): Promise<RenderedMail> {
  const { orgId, kind, title, body, severity, cameraId, nodeId, link, createdAt } = stored;
  return deps.renderer.render({
    kind,
    title,
    body,
    severity,
    cameraId,
    nodeId,
    link,
    createdAt,
    meta: metaOf(stored) ?? {},
    dashboardUrl: deps.dashboardUrl(orgId),
    unsubscribeUrl: await deps.unsubscribeUrl(orgId, kind),
    timeZone: (await readSetting(db, orgId, 'timezone')) ?? 'UTC',
    // Where accounts are Clerk's, so are the names of organisations.
    organization: (await readSetting(db, orgId, 'organization_name')) ?? 'your organization',
  });
}
