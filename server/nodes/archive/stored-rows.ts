import type { RecordingDay, StoredSnapshot } from '../../contract/fleet/recording.ts';

/** Rows answered to a person at most; a node lists everything it has. */
const ROWS_MAX = 10_000;
const NAME_MAX = 255;
/** Last millisecond of the year 9999, the end of four-digit years. */
const LAST_TIMESTAMP_MS = 253_402_300_799_999;

export interface StoredRows<Row> {
  /** Newest first. */
  readonly rows: readonly Row[];
  /** Usable rows before the cut to the newest. */
  readonly total: number;
}

type Fields = Readonly<Record<string, unknown>>;

/** Snapshots in a node's listing; rows that make no sense or belong to no camera of the node are left out. */
export function snapshotRows(data: unknown, cameraIds: ReadonlySet<string>): StoredRows<StoredSnapshot> {
  const rows = usableRows(data, cameraIds, snapshotRow);
  // Instants of equal length sort as text.
  return newest(rows, (a, b) => compare(b.timestamp, a.timestamp) || b.id - a.id);
}

/** Recorded days in a node's listing, on the same terms. */
export function recordingRows(data: unknown, cameraIds: ReadonlySet<string>): StoredRows<RecordingDay> {
  const rows = usableRows(data, cameraIds, recordingRow);
  return newest(rows, (a, b) => compare(b.date, a.date) || compare(a.camera_id, b.camera_id));
}

function usableRows<Row>(
  data: unknown,
  cameraIds: ReadonlySet<string>,
  read: (fields: Fields, cameraId: string) => Row | undefined,
): Row[] {
  if (!Array.isArray(data)) return [];
  return data.flatMap((item: unknown) => {
    if (typeof item !== 'object' || item === null) return [];
    const fields = item as Fields;
    const cameraId = fields['camera_id'];
    if (typeof cameraId !== 'string' || !cameraIds.has(cameraId)) return [];
    return read(fields, cameraId) ?? [];
  });
}

function newest<Row>(rows: Row[], order: (a: Row, b: Row) => number): StoredRows<Row> {
  return { rows: rows.sort(order).slice(0, ROWS_MAX), total: rows.length };
}

function snapshotRow(fields: Fields, cameraId: string): StoredSnapshot | undefined {
  const id = wholeNumber(fields['id']);
  const timestamp = wholeNumber(fields['timestamp']);
  const filename = fields['filename'];
  if (id === undefined || timestamp === undefined || timestamp > LAST_TIMESTAMP_MS) return undefined;
  return {
    id,
    camera_id: cameraId,
    filename: typeof filename === 'string' ? filename.slice(0, NAME_MAX) : '',
    timestamp: new Date(timestamp).toISOString(),
    size_bytes: wholeNumber(fields['size_bytes']) ?? 0,
  };
}

function recordingRow(fields: Fields, cameraId: string): RecordingDay | undefined {
  const date = fields['date'];
  if (typeof date !== 'string' || !isDay(date)) return undefined;
  return {
    camera_id: cameraId,
    date,
    segment_count: wholeNumber(fields['segment_count']) ?? 0,
    total_size_bytes: wholeNumber(fields['total_size_bytes']) ?? 0,
  };
}

function wholeNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const instant = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
