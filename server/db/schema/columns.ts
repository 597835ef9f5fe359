import { customType, integer, text } from '../drizzle.ts';

/** UTC instant kept as ISO-8601 text with millisecond precision, so that text order is time order. */
export const instant = customType<{ data: Date; driverData: string }>({
  dataType: () => 'text',
  toDriver: (value) => value.toISOString(),
  fromDriver: (value) => new Date(value),
});

/** Row id. */
export const rowId = () => integer('id').primaryKey({ autoIncrement: true });

/** Organisation that owns the row. */
export const orgId = () => text('org_id').notNull();

export const flag = (name: string) => integer(name, { mode: 'boolean' });
