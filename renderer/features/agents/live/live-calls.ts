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

/** `340 ms`, `1.2 s`, `75 s`. */
export function durationWords(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  return ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`;
}
