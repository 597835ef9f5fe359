type Fields = Readonly<Record<string, unknown>>;

/** What the node reads from a register answer. */
export interface RegisterReply {
  readonly nodeId: string;
  /** device_path exactly as sent → camera_id. */
  readonly cameras: ReadonlyMap<string, string>;
  readonly plan?: string;
}

/** What the node reads from a heartbeat answer. */
export interface HeartbeatReply {
  readonly success: boolean;
  readonly timestamp: string;
  /** Absent: the recording set stays as it was. */
  readonly recording?: ReadonlyMap<string, boolean>;
  readonly disabled: readonly string[];
  readonly plan?: string;
  readonly updateAvailable?: string;
}

/** One frame of the command channel, either direction. */
export interface Envelope {
  readonly type: string;
  readonly id?: string;
  readonly command?: string;
  readonly payload: unknown;
}

/** A field the node cannot decode: the whole answer is unusable. */
class UndecodableReply extends Error {
  override readonly name = 'UndecodableReply';
}

/** Throws UndecodableReply unless the node could use this register answer. */
export function decodeRegister(body: unknown): RegisterReply {
  const fields = fieldsOf(body, 'register answer');
  const nodeId = text(fields, 'node_id');
  for (const name of ['node_secret', 'status']) if (name in fields) text(fields, name);
  if (fields['plan_limit_hit'] !== undefined && fields['plan_limit_hit'] !== null) {
    checkPlanLimit(fields['plan_limit_hit']);
  }
  const cameras = new Map<string, string>();
  const mapping = 'cameras' in fields ? fieldsOf(fields['cameras'], 'cameras') : {};
  for (const path of Object.keys(mapping)) cameras.set(path, text(mapping, path));
  return { nodeId, cameras, ...optionalText(fields, 'plan', 'plan') };
}

/** Throws UndecodableReply unless the node could use this heartbeat answer. */
export function decodeHeartbeat(body: unknown): HeartbeatReply {
  const fields = fieldsOf(body, 'heartbeat answer');
  const success = flag(fields, 'success');
  const timestamp = text(fields, 'timestamp');
  const disabled = 'disabled_cameras' in fields ? textList(fields, 'disabled_cameras') : [];
  const state = fields['recording_state'];
  const recording = new Map<string, boolean>();
  if (state !== undefined && state !== null) {
    const flags = fieldsOf(state, 'recording_state');
    for (const id of Object.keys(flags)) recording.set(id, flag(flags, id));
  }
  return {
    success,
    timestamp,
    disabled,
    ...(state === undefined || state === null ? {} : { recording }),
    ...optionalText(fields, 'plan', 'plan'),
    ...optionalText(fields, 'update_available', 'updateAvailable'),
  };
}

/** The frame, or undefined where the node drops it silently (not an object, or a number as id). */
export function decodeEnvelope(message: string): Envelope | undefined {
  try {
    const fields = fieldsOf(JSON.parse(message) as unknown, 'frame');
    return {
      type: text(fields, 'type'),
      ...optionalText(fields, 'id', 'id'),
      ...optionalText(fields, 'command', 'command'),
      payload: fields['payload'] ?? null,
    };
  } catch {
    return undefined;
  }
}

function checkPlanLimit(value: unknown): void {
  const limit = fieldsOf(value, 'plan_limit_hit');
  text(limit, 'plan');
  const max = limit['max_cameras'];
  if (!Number.isInteger(max) || Number(max) < 0 || Number(max) > 0xffff_ffff) refuse('max_cameras');
  if ('skipped' in limit) textList(limit, 'skipped');
  if ('detail' in limit) text(limit, 'detail');
}

function fieldsOf(value: unknown, name: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse(name);
  return value as Fields;
}

function text(fields: Fields, name: string): string {
  const value = fields[name];
  return typeof value === 'string' ? value : refuse(name);
}

function flag(fields: Fields, name: string): boolean {
  const value = fields[name];
  return typeof value === 'boolean' ? value : refuse(name);
}

function textList(fields: Fields, name: string): string[] {
  const value = fields[name];
  if (!Array.isArray(value)) return refuse(name);
  return value.map((item: unknown) => (typeof item === 'string' ? item : refuse(name)));
}

/** Absent and null both mean "none". */
function optionalText<Key extends string>(
  fields: Fields,
  name: string,
  key: Key,
): Partial<Record<Key, string>> {
  const value = fields[name];
  if (value === undefined || value === null) return {};
  return { [key]: text(fields, name) } as Record<Key, string>;
}

function refuse(name: string): never {
  throw new UndecodableReply(`cannot decode ${name}`);
}
