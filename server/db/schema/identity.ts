import { index, integer, sqliteTable, text } from '../drizzle.ts';
import { flag, instant, orgId, rowId } from './columns.ts';

/** Local accounts. `id` is `user_<uuid>`; `email` is stored lower-case. */
export const users = sqliteTable(
  'users',
  {
    id: text('id').primaryKey(),
    orgId: orgId(),
    email: text('email').notNull().unique(),
    name: text('name').notNull(),
    passwordHash: text('password_hash').notNull(),
    role: text('role', { enum: ['admin', 'member'] }).notNull(),
    disabled: flag('disabled').notNull().default(false),
    createdAt: instant('created_at').notNull(),
    lastSignInAt: instant('last_sign_in_at'),
  },
  (table) => [index('users_org').on(table.orgId)],
);

/** Sign-in sessions; only the SHA-256 of the token is kept. */
export const sessions = sqliteTable(
  'sessions',
  {
    id: rowId(),
    orgId: orgId(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    tokenHash: text('token_hash').notNull().unique(),
    createdAt: instant('created_at').notNull(),
    lastUsedAt: instant('last_used_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
  },
  (table) => [index('sessions_user').on(table.userId)],
);

/** Open invitations; the link's token is random and only its SHA-256 is kept. */
export const invites = sqliteTable(
  'invites',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    orgId: orgId(),
    email: text('email').notNull(),
    role: text('role', { enum: ['admin', 'member'] }).notNull(),
    tokenHash: text('token_hash').notNull().unique(),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [index('invites_org').on(table.orgId)],
);
