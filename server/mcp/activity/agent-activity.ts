import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import type { ToolCall } from '../../contract/agents/activity.ts';
import type { Database } from '../../db/database.ts';
import type { Publish } from '../../events/event-hub.ts';
import { randomHex } from '../../ids.ts';
import { ActivityLogWriter } from './activity-log-writer.ts';
import { argumentSummary, errorSummary } from './argument-summary.ts';
import { OrganizationActivity, type ActivityStats, type AgentSession } from './organization-activity.ts';

/** Organisations whose calls are remembered; the one silent for longest goes first. */
const ORGANIZATIONS_MAX = 200;
/** Length of the columns of names. */
const NAME_MAX = 100;

export interface AgentActivityDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly publish: Publish;
}

/** A tool call that has ended. */
export interface FinishedCall {
  readonly orgId: string;
  readonly keyName: string;
  readonly toolName: string;
  /** As the tool received them, defaults included. */
  readonly args: Readonly<Record<string, unknown>>;
  readonly durationMs: number;
  /** What went wrong; undefined when the call succeeded. */
  readonly error?: string | undefined;
}

/**
 * Everything AI agents do: remembered for the live view, told to whoever listens, and stored. What is remembered is
 * lost when the process ends; the stored rows are not.
 */
export class AgentActivity {
  readonly #deps: AgentActivityDeps;
  readonly #writer: ActivityLogWriter;
  /** The most recently active last. */
  readonly #organizations = new Map<string, OrganizationActivity>();

  constructor(deps: AgentActivityDeps) {
    this.#deps = deps;
    this.#writer = new ActivityLogWriter(deps);
  }

  /** Takes note of a call that just ended. Nothing is waited for. */
  record(finished: FinishedCall): void {
    const { orgId, error } = finished;
    const now = this.#deps.clock.now();
    const summary = argumentSummary(finished.args);
    const call: ToolCall = {
      id: randomHex(4),
      timestamp: now.getTime() / 1000,
      tool_name: finished.toolName.slice(0, NAME_MAX),
      org_id: orgId,
      key_name: finished.keyName.slice(0, NAME_MAX),
      status: error === undefined ? 'completed' : 'error',
      duration_ms: Math.max(0, Math.round(finished.durationMs)),
      ...(summary === undefined ? {} : { args_summary: summary }),
      ...(error === undefined ? {} : { error: errorSummary(error) }),
    };
    this.#remember(call);
    this.#deps.publish({ orgId, audience: 'admin', message: { type: 'tool_call', ...call } });
    this.#writer.add({
      orgId,
      toolName: call.tool_name,
      keyName: call.key_name,
      status: call.status,
      durationMs: call.duration_ms,
      argsSummary: call.args_summary ?? null,
      error: call.error ?? null,
      timestamp: now,
    });
  }

  /** An organisation's last `limit` calls, oldest first. */
  recent(orgId: string, limit: number): readonly ToolCall[] {
    return this.#organizations.get(orgId)?.recent(limit) ?? [];
  }

  /** An organisation's agents of the last five minutes, the most recent first. */
  sessions(orgId: string): AgentSession[] {
    return this.#organizations.get(orgId)?.sessions(this.#nowSeconds()) ?? [];
  }

  stats(orgId: string): ActivityStats {
    return (this.#organizations.get(orgId) ?? new OrganizationActivity()).stats(this.#nowSeconds());
  }

  /** Drops everything known of an organisation whose data was erased. */
  forget(orgId: string): void {
    this.#organizations.delete(orgId);
    this.#writer.forget(orgId);
  }

  /** Stores what is not stored yet. Never rejects. */
  flush(): Promise<void> {
    return this.#writer.flush();
  }

  #remember(call: ToolCall): void {
    const activity = this.#organizations.get(call.org_id) ?? new OrganizationActivity();
    activity.add(call);
    this.#organizations.delete(call.org_id);
    this.#organizations.set(call.org_id, activity);
    const [silent] = this.#organizations.keys();
    if (this.#organizations.size > ORGANIZATIONS_MAX && silent !== undefined)
      this.#organizations.delete(silent);
  }

  #nowSeconds(): number {
    return this.#deps.clock.now().getTime() / 1000;
  }
}
