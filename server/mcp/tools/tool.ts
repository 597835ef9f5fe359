import type { z } from 'zod';
import type { ToolName } from '../../contract/agents/tools.ts';

/** Cameras an agent may know of. Everything outside is treated as if it did not exist. */
export interface CameraView {
  /** False when the key sees every camera. */
  readonly limited: boolean;
  sees(cameraId: string): boolean;
  /** Every id it sees; undefined when it sees every camera. */
  readonly ids: ReadonlySet<string> | undefined;
}

/** The agent behind a call. */
export interface ToolCaller {
  readonly orgId: string;
  readonly keyName: string;
  /** Tells this agent from every other, also from one with the same name: `key:<id>`, or `run:<id>` of Sentinel. */
  readonly credential: string;
  /** Author tag: `mcp:<key name>`. */
  readonly author: string;
  readonly cameras: CameraView;
  /** Aborted when the caller went away or the server stops. */
  readonly signal: AbortSignal;
}

export type ToolBlock =
  | { readonly type: 'text'; readonly text: string }
  /** `data` is Base64. */
  | { readonly type: 'image'; readonly data: string; readonly mimeType: string };

export type ToolAnswer =
  | { readonly kind: 'object'; readonly value: Readonly<Record<string, unknown>> }
  | { readonly kind: 'list'; readonly values: readonly unknown[] }
  | { readonly kind: 'blocks'; readonly blocks: readonly ToolBlock[] };

/** A tool could not do what was asked. The message is for the model: what went wrong, and what to do differently. */
export class ToolFailure extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ToolFailure';
  }
}

export interface ToolHints {
  readonly readOnlyHint: boolean;
  readonly destructiveHint: boolean;
  readonly idempotentHint: boolean;
  /** Whether it reaches beyond this installation; none does. */
  readonly openWorldHint: false;
}

/** One tool of the MCP server. */
export interface Tool {
  readonly name: ToolName;
  readonly title: string;
  readonly description: string;
  readonly category: 'camera' | 'system' | 'recording' | 'incident';
  readonly hints: ToolHints;
  /** Strict object: unknown arguments are refused. */
  readonly input: z.ZodObject;
  /** What `value` or each of `values` looks like; undefined for tools that answer with pictures. */
  readonly output: z.ZodObject | undefined;
  /** `args` passed the input schema. Throws ToolFailure. */
  readonly run: (caller: ToolCaller, args: Readonly<Record<string, unknown>>) => Promise<ToolAnswer>;
}

/** Declares a tool whose `run` is typed by its input schema. */
export function defineTool<I extends z.ZodObject>(
  tool: Omit<Tool, 'input' | 'run'> & {
    readonly input: I;
    readonly run: (caller: ToolCaller, args: z.output<I>) => Promise<ToolAnswer>;
  },
): Tool {
  const { input, run, ...rest } = tool;
  return { ...rest, input, run: (caller, args) => run(caller, input.parse(args)) };
}
