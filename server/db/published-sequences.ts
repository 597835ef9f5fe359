import BetterSqlite3 from 'better-sqlite3';

/** Taken where the sequences already published are unknown: a camera publishes fewer in three months. */
const UNKNOWN_LEAD = 10_000_000;

/**
 * Raises the reserved sequences of a backup that is about to replace a database, so that viewers of a camera never
 * see a number fall. The replaced file may be damaged or absent.
 */
export function raiseSequences(incoming: string, replaced: string): void {
  const published = reservations(replaced);
  const connection = new BetterSqlite3(incoming, { fileMustExist: true });
  try {
    const raise = connection.prepare<[number, string]>(
      'UPDATE cameras SET sequence_reserved = ? WHERE camera_id = ?',
    );
    const raiseAll = connection.transaction(() => {
      for (const { cameraId, reserved } of reservationRows(connection)) {
        raise.run(Math.max(reserved, published.get(cameraId) ?? reserved + UNKNOWN_LEAD), cameraId);
      }
    });
    raiseAll();
  } finally {
    connection.close();
  }
}

interface Reservation {
  readonly cameraId: string;
  readonly reserved: number;
}

function reservationRows(connection: BetterSqlite3.Database): Reservation[] {
  return connection
    .prepare<[], Reservation>('SELECT camera_id AS cameraId, sequence_reserved AS reserved FROM cameras')
    .all();
}

/** Reserved sequences by camera id; empty when the file is no sound database of this program. */
function reservations(file: string): ReadonlyMap<string, number> {
  let connection: BetterSqlite3.Database | undefined;
  try {
    connection = new BetterSqlite3(file, { fileMustExist: true });
    return new Map(reservationRows(connection).map(({ cameraId, reserved }) => [cameraId, reserved]));
  } catch (error) {
    if (error instanceof BetterSqlite3.SqliteError) return new Map();
    throw error;
  } finally {
    connection?.close();
  }
}
