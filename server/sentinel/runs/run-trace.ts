/** One tool call of a run, as it is reported. */
export interface ToolStep {
  readonly tool: unknown;
  readonly args: unknown;
  readonly result: unknown;
  /** Numbers of the pictures the tool returned, where these are kept. */
  readonly pictures?: readonly number[];
}

/** One tool call of a run, as it is stored and shown. */
export interface TraceEntry {
  tool: string;
  args: Record<string, unknown>;
  result: string;
  pictures?: number[];
}

const ENTRIES_MAX = 50;
const TOOL_MAX = 200;
const RESULT_MAX = 1000;
const ARGS_MAX = 1500;

/** The last 50 steps with their texts cut. What is no text becomes one, arguments that are no object are dropped. */
export function traceOf(steps: readonly ToolStep[]): TraceEntry[] {
  return steps.slice(-ENTRIES_MAX).map(entryOf);
}

function entryOf({ tool, args, result, pictures }: ToolStep): TraceEntry {
  const entry = {
    tool: cut(textOf(tool), TOOL_MAX),
    args: boundedArgs(args),
    result: cut(textOf(result), RESULT_MAX),
  };
  return pictures === undefined || pictures.length === 0 ? entry : { ...entry, pictures: [...pictures] };
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined || value === null ? '' : JSON.stringify(value);
}

/** At most `max` characters and an ellipsis; half a character at the end is left out. */
function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${text.slice(0, max).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

function boundedArgs(args: unknown): Record<string, unknown> {
  if (typeof args !== 'object' || args === null || Array.isArray(args)) return {};
  const json = JSON.stringify(args);
  return json.length > ARGS_MAX ? { _truncated: cut(json, ARGS_MAX) } : { ...args };
}
