/** One tool call that ended, well or not. Calls refused for their scope or arguments never reach a tool. */
export interface EndedToolCall {
  readonly orgId: string;
  readonly keyName: string;
  readonly toolName: string;
  /** Whole milliseconds, 0 included. */
  readonly durationMs: number;
  /** Arguments with their defaults. */
  readonly args: Readonly<Record<string, unknown>>;
  /** What the agent was told when the call failed; undefined when it went well. */
  readonly error: string | undefined;
}

/** Keeps what agents did. Never throws and holds nobody up. */
export interface ToolCallRecorder {
  record(call: EndedToolCall): void;
}
