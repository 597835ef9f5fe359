import type { ToolCall } from '../../../../server/contract/agents/activity.ts';
import { FEED_MOST } from '../agent-queries.ts';

/** What was asked for and what was told since, each call once, newest first, at most 100. */
export function mergeCalls(recent: readonly ToolCall[], told: readonly ToolCall[]): readonly ToolCall[] {
  const byId = new Map([...recent, ...told].map((call) => [call.id, call]));
  return [...byId.values()].sort((a, b) => b.timestamp - a.timestamp).slice(0, FEED_MOST);
}

/** How many calls came since the list was held. */
export function countNew(calls: readonly ToolCall[], held: readonly ToolCall[]): number {
  const known = new Set(held.map(({ id }) => id));
  return calls.filter(({ id }) => !known.has(id)).length;
}
