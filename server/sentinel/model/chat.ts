/** One conversation with a model, in words of our own; each vendor's form is made from it. */
export interface ChatRequest {
  readonly system: string;
  readonly turns: readonly Turn[];
  readonly tools: readonly ToolSpec[];
}

/** `user` and `results` turns take turns with `assistant` ones; results answer every call of the turn before, in order. */
export type Turn =
  | { readonly role: 'user'; readonly text: string; readonly pictures: readonly ChatPicture[] }
  | AssistantTurn
  | { readonly role: 'results'; readonly results: readonly CallResult[] };

export interface AssistantTurn {
  readonly role: 'assistant';
  readonly text: string;
  readonly calls: readonly ToolCall[];
  /** Parts of the answer that only its vendor understands and wants back unchanged. */
  readonly opaque: readonly object[];
}

/** A JPEG. */
export interface ChatPicture {
  readonly base64: string;
}

export interface ToolSpec {
  readonly name: string;
  readonly description: string;
  /** JSON schema of an object. */
  readonly schema: Readonly<Record<string, unknown>>;
}

export interface ToolCall {
  /** Unlike every other id of the conversation; made here when the model gave none that can be used. */
  readonly id: string;
  readonly name: string;
  /** Undefined when what the model wrote is no JSON object. */
  readonly args: Readonly<Record<string, unknown>> | undefined;
  /** Something the vendor put beside the call and wants back unchanged. */
  readonly opaque: unknown;
}

export interface CallResult {
  readonly callId: string;
  readonly toolName: string;
  readonly text: string;
  readonly pictures: readonly ChatPicture[];
  readonly isError: boolean;
}

export interface ModelReply {
  readonly turn: AssistantTurn;
  /** The model, or its vendor, declined to answer. */
  readonly refused: boolean;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** Calls of one answer that are looked at; no sensible answer has more. */
const CALLS_MAX = 16;
const ID_MAX = 64;
const NAME_MAX = 64;

/** A call as a vendor told it, before its id and its name are made safe to send back. */
export interface RawCall {
  readonly id: unknown;
  readonly name: unknown;
  readonly args: unknown;
  readonly opaque?: unknown;
}

/**
 * Calls with ids that differ from all of the conversation so far and with names a vendor takes back. Small models repeat
 * ids or leave them out.
 */
export function tidyCalls(raw: readonly RawCall[], { turns }: ChatRequest): ToolCall[] {
  const known = new Set(
    turns.flatMap((turn) => (turn.role === 'assistant' ? turn.calls.map(({ id }) => id) : [])),
  );
  return raw.slice(0, CALLS_MAX).map(({ id: given, name, args, opaque }) => {
    const id = isUsableId(given) && !known.has(given) ? given : `call_${known.size + 1}_ours`;
    known.add(id);
    return { id, name: safeName(name), args: isObject(args) ? args : undefined, opaque };
  });
}

function isUsableId(id: unknown): id is string {
  return typeof id === 'string' && id.length <= ID_MAX && /^[\w-]+$/.test(id);
}

/** Vendors refuse a conversation that holds a tool name of other characters, even one their own model made up. */
function safeName(name: unknown): string {
  const text = typeof name === 'string' ? name.slice(0, NAME_MAX).replaceAll(/[^\w-]/g, '_') : '';
  return text === '' ? 'unnamed' : text;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A number of tokens as a vendor told it; 0 for anything else. */
export function tokenCount(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : 0;
}
