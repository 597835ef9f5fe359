import type { ToolCall } from '../../../../server/contract/agents/activity.ts';

/** Which stored calls are listed; empty means any. */
export interface LogFilters {
  readonly tool: string;
  /** Part of a key's name. */
  readonly key: string;
  readonly status: string;
}

export const ALL_CALLS: LogFilters = { tool: '', key: '', status: '' };

/** The filters that are set, as the server takes them. */
export function logQuery({ tool, key, status }: LogFilters) {
  return {
    ...(tool === '' ? {} : { tool_name: tool }),
    ...(key.trim() === '' ? {} : { key_name: key.trim() }),
    ...(status === '' ? {} : { status }),
  };
}

/** Whether a call that was just told belongs into the list. */
export function passes({ tool, key, status }: LogFilters, call: ToolCall): boolean {
  return (
    (tool === '' || call.tool_name === tool) &&
    (status === '' || call.status === status) &&
    call.key_name.toLowerCase().includes(key.trim().toLowerCase())
  );
}
