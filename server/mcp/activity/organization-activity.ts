import type { ToolCall } from '../../contract/agents/activity.ts';
import type { agentActivity } from '../../contract/agents/activity.ts';
import type { ResponseOf } from '../../contract/endpoint.ts';
import { CallCounts } from './call-counts.ts';

export type ActivityStats = ResponseOf<typeof agentActivity.stats>;
export type AgentSession = ResponseOf<typeof agentActivity.sessions>[number];

/** Calls an organisation's live view remembers. */
const CALLS_MAX = 500;
/** Names of keys remembered; the one silent for longest goes first. */
const SESSIONS_MAX = 200;
/** Seconds since the last call until an agent counts as idle, and until it counts as gone. */
const ACTIVE_S = 60;
const PRESENT_S = 300;

interface Session {
  /** Unix seconds. */
  readonly lastActive: number;
  readonly calls: number;
}

/** What one organisation's agents did since the start, in bounded memory. Times are Unix seconds. */
export class OrganizationActivity {
  readonly #calls: ToolCall[] = [];
  /** By name of the key, the most recent last: keys of one name are one session. */
  readonly #sessions = new Map<string, Session>();
  readonly #counts = new CallCounts();
  #total = 0;

  add(call: ToolCall): void {
    this.#total += 1;
    this.#counts.add(call.timestamp);
    this.#calls.push(call);
    if (this.#calls.length > CALLS_MAX) this.#calls.shift();
    const calls = (this.#sessions.get(call.key_name)?.calls ?? 0) + 1;
    this.#sessions.delete(call.key_name);
    this.#sessions.set(call.key_name, { lastActive: call.timestamp, calls });
    const [oldest] = this.#sessions.keys();
    if (this.#sessions.size > SESSIONS_MAX && oldest !== undefined) this.#sessions.delete(oldest);
  }

  /** The last `limit` calls, oldest first. */
  recent(limit: number): readonly ToolCall[] {
    return this.#calls.slice(-limit);
  }

  /** Agents of the last five minutes, the most recent first. */
  sessions(now: number): AgentSession[] {
    return [...this.#sessions]
      .map(([name, { lastActive, calls }]) => {
        const ago = Math.max(0, now - lastActive);
        const status: AgentSession['status'] = ago < ACTIVE_S ? 'active' : 'idle';
        return { key_name: name, last_active: lastActive, last_active_ago: ago, call_count: calls, status };
      })
      .filter(({ last_active_ago: ago }) => ago < PRESENT_S)
      .toReversed();
  }

  stats(now: number): ActivityStats {
    return {
      total_calls: this.#total,
      calls_per_min: this.#counts.last(60, now),
      calls_5m: this.#counts.last(300, now),
      error_count: this.#calls.filter(({ status }) => status === 'error').length,
      active_clients: this.sessions(now).length,
      recent_event_count: this.#calls.length,
      by_tool: tally(this.#calls, 'tool_name').map(([name, count]) => ({ tool_name: name, count })),
      by_key: tally(this.#calls, 'key_name').map(([name, count]) => ({ key_name: name, count })),
      by_minute: this.#counts.byMinute(now),
    };
  }
}

/** How often each name occurs, the most frequent first. */
function tally(calls: readonly ToolCall[], field: 'tool_name' | 'key_name'): [string, number][] {
  const counts = new Map<string, number>();
  for (const call of calls) counts.set(call[field], (counts.get(call[field]) ?? 0) + 1);
  return [...counts].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
}
