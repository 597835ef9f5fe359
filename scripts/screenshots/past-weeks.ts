import BetterSqlite3 from 'better-sqlite3';
import { randomBytes } from 'node:crypto';
import { JONAS, MIA, ROBIN } from './people.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const PEOPLE = [ROBIN, MIA, JONAS];
const TOOLS = ['view_camera', 'list_cameras', 'watch_camera', 'list_incidents', 'list_nodes'];
/** What people did to a camera, or without one. */
const ACTS: readonly { readonly event: string; readonly details?: (cameraId: string) => object }[] = [
  { event: 'recording_toggled', details: (cameraId) => ({ camera_id: cameraId, recording: true }) },
  { event: 'signed_in' },
  { event: 'incident_exported', details: () => ({ incident_id: 1 }) },
  {
    event: 'camera_recording_policy_updated',
    details: (cameraId) => ({ camera_id: cameraId, continuous_24_7: true }),
  },
  { event: 'backup_created' },
];
const MAILS = ['camera_offline', 'incident_created', 'motion_digest', 'node_offline', 'motion'];

const CALM = [
  'Staff carrying boxes from the delivery van. Nothing unusual.',
  'A customer came in, chose bread and left. Nothing unusual.',
  'The baker unlocked the door and switched on the light.',
  'A cat ran through the picture. Nobody was there.',
];

/** A camera of the shop, as the past knows it. */
export interface PastCamera {
  readonly id: string;
  readonly name: string;
  readonly nodeId: string;
}

type Sql = string | number | null;

/** The same sequence each time, so that two runs look the same. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

/** Moments in opening hours of the last days, oldest first. */
function moments(count: number, days: number, roll: () => number): readonly number[] {
  const now = Date.now();
  return Array.from({ length: count }, () => {
    const day = Math.floor(roll() ** 1.3 * days);
    const midnight = new Date(now - day * DAY_MS).setHours(0, 0, 0, 0);
    const at = midnight + (7 + (roll() + roll()) * 6.5) * HOUR_MS;
    return at < now - 60_000 ? at : at - DAY_MS;
  }).toSorted((a, b) => a - b);
}

/** Writes what weeks of use leave behind into the database of a running server. */
export class PastWeeks {
  readonly #db: BetterSqlite3.Database;
  readonly #org: string;
  readonly #cameras: readonly PastCamera[];
  readonly #roll = dice(7);

  constructor(file: string, cameras: readonly PastCamera[]) {
    this.#db = new BetterSqlite3(file);
    this.#org = this.#db.prepare('select org_id from users limit 1').pluck().get() as string;
    this.#cameras = cameras;
  }

  #add(table: string, row: Readonly<Record<string, Sql>>): void {
    const all = { org_id: this.#org, ...row };
    const names = Object.keys(all);
    const marks = names.map(() => '?').join(', ');
    this.#db.prepare(`insert into ${table} (${names.join(', ')}) values (${marks})`).run(Object.values(all));
  }

  #one<T>(from: readonly T[]): T {
    const found = from[Math.floor(this.#roll() * from.length)];
    if (found === undefined) throw new Error('Nothing to choose from.');
    return found;
  }

  #userIdOf(email: string): string {
    return this.#db.prepare('select id from users where email = ?').pluck().get(email) as string;
  }

  #times(count: number, days: number): readonly string[] {
    return moments(count, days, this.#roll).map((at) => new Date(at).toISOString());
  }

  views(): void {
    for (const at of this.#times(260, 21)) {
      const person = this.#one(PEOPLE);
      const { id, nodeId } = this.#one(this.#cameras);
      this.#add('stream_access_logs', {
        user_id: this.#userIdOf(person),
        user_email: person,
        camera_id: id,
        node_id: nodeId,
        ip_address: `192.168.1.${20 + PEOPLE.indexOf(person)}`,
        accessed_at: at,
      });
    }
  }

  acts(): void {
    for (const at of this.#times(90, 21)) {
      const camera = this.#one(this.#cameras);
      const { event, details } = this.#one(ACTS);
      const username = this.#one(PEOPLE);
      this.#add('audit_log', {
        timestamp: at,
        event,
        ip_address: `192.168.1.${20 + PEOPLE.indexOf(username)}`,
        username,
        details: details === undefined ? null : JSON.stringify(details(camera.id)),
      });
    }
  }

  agentCalls(): void {
    for (const [index, at] of this.#times(140, 14).entries()) {
      const failed = index % 47 === 5;
      const tool = this.#one(TOOLS);
      const camera = this.#one(this.#cameras).name;
      this.#add('mcp_activity_logs', {
        tool_name: tool,
        key_name: this.#one(['Night watch', 'Counter tablet']),
        status: failed ? 'error' : 'completed',
        duration_ms: Math.round(30 + this.#roll() * 900),
        args_summary: tool.endsWith('_camera')
          ? `camera=${camera}`
          : tool === 'list_incidents'
            ? 'limit=10'
            : null,
        error: failed ? 'The camera did not answer in time.' : null,
        timestamp: at,
      });
    }
  }

  mails(): void {
    for (const [index, at] of this.#times(70, 14).entries()) {
      const status = index % 23 === 4 ? 'failed' : index % 17 === 9 ? 'suppressed' : 'sent';
      this.#add('email_log', {
        timestamp: at,
        recipient_email: this.#one(PEOPLE),
        kind: this.#one(MAILS),
        status,
        error: status === 'failed' ? 'The mail server refused: mailbox full' : null,
      });
    }
  }

  motion(): void {
    for (const at of this.#times(420, 9)) {
      const { id, nodeId } = this.#one(this.#cameras);
      const score = Math.round(8 + this.#roll() ** 2 * 88);
      this.#add('motion_events', { camera_id: id, node_id: nodeId, score, segment_seq: 1, timestamp: at });
    }
  }

  /** Answers the id of a finished investigation that filed the incident. */
  investigations(incidentId: number): string {
    const shown = randomBytes(16).toString('hex');
    const trace = [
      ['list_cameras', {}, '4 cameras, all online'],
      ['watch_camera', { camera_id: this.#cameras[1]?.id ?? '', seconds: 10 }, 'Frames of 10 seconds'],
      ['list_incidents', { limit: 10 }, 'None of the front door this week'],
    ].map(([tool, args, result]) => ({ tool, args, result, pictures: [] }));
    for (const [index, at] of this.#times(24, 12).entries()) {
      const isLast = index === 23;
      const filed = isLast || index % 9 === 3;
      const failed = !filed && index % 11 === 6;
      const took = Math.round(20_000 + this.#roll() * 70_000);
      this.#add('sentinel_runs', {
        id: isLast ? shown : randomBytes(16).toString('hex'),
        triggered_at: at,
        trigger_type: index % 6 === 2 ? 'manual' : 'motion',
        camera_id: (this.#cameras[isLast ? 1 : index % this.#cameras.length] ?? this.#one(this.#cameras)).id,
        tool_call_count: trace.length,
        outcome: filed ? 'incident' : failed ? 'error' : 'no_action',
        severity: filed ? 'medium' : null,
        incident_id: isLast ? incidentId : null,
        started_at: at,
        completed_at: new Date(Date.parse(at) + took).toISOString(),
        summary: filed
          ? 'A person stood around after closing time, looked at the lock and left.'
          : failed
            ? 'The model did not answer in time.'
            : this.#one(CALM),
        tool_trace: JSON.stringify(trace),
        runner: 'builtin',
        attempts: 1,
        model: 'qwen3-vl',
        input_tokens: 5200,
        output_tokens: 410,
      });
    }
    return shown;
  }

  close(): void {
    this.#db.close();
  }
}
