import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';
import * as cameras from '../db/schema/cameras.ts';
import * as delivery from '../db/schema/delivery.ts';
import * as identity from '../db/schema/identity.ts';
import * as incidents from '../db/schema/incidents.ts';
import * as logs from '../db/schema/logs.ts';
import * as notifications from '../db/schema/notifications.ts';
import * as organization from '../db/schema/organization.ts';

const schema = {
  ...cameras,
  ...delivery,
  ...identity,
  ...incidents,
  ...logs,
  ...notifications,
  ...organization,
};

type Schema = typeof schema;
type Tables = { [Name in keyof Schema as Schema[Name] extends SQLiteTable ? Name : never]: Schema[Name] };
type TableName = keyof Tables;
/** Tables whose rows belong to an organization. */
type OwnedName = {
  [Name in TableName]: Tables[Name] extends { readonly orgId: SQLiteColumn } ? Name : never;
}[TableName];
type ColumnName<Name extends TableName> = keyof Tables[Name]['_']['columns'];

interface Rule<Name extends OwnedName> {
  /**
   * When the rows are erased: `first`, so that no node writes any more; `bulk`, in small portions; `last`, in one
   * transaction with what must not be lost halfway: until then somebody can sign in and try again.
   */
  readonly erase: 'first' | 'bulk' | 'last';
  /** Columns an export leaves out: secrets, their hashes, mail bodies. Of a blob it says only whether there is one. */
  readonly omit: readonly ColumnName<Name>[];
}

/** What becomes of an organization's rows. A table without an entry does not compile. */
const owned = {
  cameras: { erase: 'first', omit: ['sequenceReserved'] },
  cameraNodes: { erase: 'first', omit: ['apiKeyHash'] },
  cameraGroups: { erase: 'bulk', omit: [] },
  motionEvents: { erase: 'bulk', omit: [] },
  incidents: { erase: 'bulk', omit: [] },
  incidentEvidence: { erase: 'bulk', omit: [] },
  incidentRevisions: { erase: 'bulk', omit: [] },
  notifications: { erase: 'bulk', omit: [] },
  userNotificationState: { erase: 'bulk', omit: [] },
  snoozes: { erase: 'bulk', omit: [] },
  emailIntents: { erase: 'bulk', omit: [] },
  emailOutbox: { erase: 'bulk', omit: ['bodyText', 'bodyHtml'] },
  emailLog: { erase: 'bulk', omit: [] },
  mailSettings: { erase: 'bulk', omit: ['resendKeySealed', 'smtpPasswordSealed'] },
  webhookEndpoints: { erase: 'bulk', omit: ['secretSealed'] },
  webhookDeliveries: { erase: 'bulk', omit: ['payload'] },
  auditLog: { erase: 'bulk', omit: [] },
  streamAccessLogs: { erase: 'bulk', omit: [] },
  mcpActivityLogs: { erase: 'bulk', omit: [] },
  mcpApiKeys: { erase: 'bulk', omit: ['keyHash'] },
  sentinelConfig: { erase: 'bulk', omit: [] },
  sentinelRuns: { erase: 'bulk', omit: [] },
  sentinelPictures: { erase: 'bulk', omit: [] },
  sentinelModels: { erase: 'bulk', omit: ['keySealed'] },
  orgMonthlyUsage: { erase: 'bulk', omit: [] },
  settings: { erase: 'last', omit: [] },
  users: { erase: 'last', omit: ['passwordHash'] },
  sessions: { erase: 'last', omit: ['tokenHash'] },
  invites: { erase: 'last', omit: ['tokenHash'] },
} as const satisfies { readonly [Name in OwnedName]: Rule<Name> };

/** Tables that belong to no organization stay as they are and are never exported, for the reason given. */
const shared = {
  emailSuppression: 'An address that must not be mailed must not be mailed by anybody.',
  processedWebhooks: 'A message already handled must not be handled again.',
} as const satisfies { readonly [Name in Exclude<TableName, OwnedName>]: string };

/** A table of an organization with its rule. */
export interface OwnedTable {
  readonly table: SQLiteTable;
  readonly orgId: SQLiteColumn;
  readonly erase: Rule<OwnedName>['erase'];
  /** Names as in the schema, not as in the database. */
  readonly omit: readonly string[];
}

export const ownedTables: readonly OwnedTable[] = Object.entries(owned).map(([name, rule]) => {
  const table = schema[name as OwnedName];
  const { erase, omit } = rule;
  return { table, orgId: table.orgId, erase, omit };
});

export const sharedTables: readonly SQLiteTable[] = Object.keys(shared).map(
  (name) => schema[name as keyof typeof shared],
);
