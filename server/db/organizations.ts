import BetterSqlite3 from 'better-sqlite3';

/** Tables whose rows belong to an organisation, read from the database itself so that none can be forgotten. */
function organizationTables(connection: BetterSqlite3.Database): string[] {
  return connection
    .prepare<[], string>(
      `SELECT t.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c ON c.name = 'org_id' WHERE t.type = 'table' ORDER BY 1`,
    )
    .pluck()
    .all();
}

/** Every organisation id that owns rows, with their number. */
export function organizationsInDatabase(file: string): ReadonlyMap<string, number> {
  const connection = new BetterSqlite3(file, { readonly: true });
  const totals = new Map<string, number>();
  try {
    for (const table of organizationTables(connection)) {
      const rows = connection
        .prepare<[], { id: string; n: number }>(
          `SELECT org_id AS id, count(*) AS n FROM "${table}" GROUP BY org_id`,
        )
        .all();
      for (const { id, n } of rows) totals.set(id, (totals.get(id) ?? 0) + n);
    }
  } finally {
    connection.close();
  }
  return totals;
}

/**
 * Moves all rows of one organisation to another id in one transaction; returns how many. Accounts stay behind: the
 * other sign-in mode has its own. Settings that both have keep the target's value.
 */
export function reassignOrganization(file: string, from: string, to: string): number {
  const connection = new BetterSqlite3(file, { timeout: 0 });
  const accounts = new Set(['users', 'sessions', 'invites']);
  try {
    return connection.transaction(() => {
      let moved = 0;
      for (const table of organizationTables(connection).filter((name) => !accounts.has(name))) {
        moved += connection
          .prepare(`UPDATE OR IGNORE "${table}" SET org_id = ? WHERE org_id = ?`)
          .run(to, from).changes;
      }
      return moved;
    })();
  } finally {
    connection.close();
  }
}
