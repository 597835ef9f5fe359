import type { CallToolResult, Tool as ToolEntry } from '@modelcontextprotocol/sdk/types.js';
import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import { AppError } from '../../http/app-error.ts';
import { planLimits, planName, SELF_HOSTED_PLAN } from '../../plans/plan-limits.ts';
import type { PlanService } from '../../plans/plan-service.ts';
import { CallSlots } from '../limits/call-slots.ts';
import { KeyBudget, type BudgetAnswer, type CallLimits } from '../limits/key-budget.ts';
import { ToolFailure, type Tool, type ToolAnswer } from '../tools/tool.ts';
import type { Agent } from './authenticator.ts';
import { checkArguments, quoted } from './tool-arguments.ts';
import type { ToolCallRecorder } from './tool-call-recorder.ts';
import { encodeAnswer, failure } from './tool-results.ts';
import { numericArguments, toolEntry } from './tool-schemas.ts';

export interface ToolDeskDeps {
  readonly clock: Clock;
  readonly log: Logger;
  readonly plans: Pick<PlanService, 'effective'>;
  readonly tools: readonly Tool[];
  readonly recorder: ToolCallRecorder;
}

interface OfferedTool {
  readonly tool: Tool;
  readonly entry: ToolEntry;
  readonly numeric: ReadonlySet<string>;
}

/** What an agent asks to be done. */
export interface ToolRequest {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

type Arguments = Readonly<Record<string, unknown>>;

/** Offers the tools: lists them and runs them, both by the one set of tools the agent may use. */
export class ToolDesk {
  readonly #deps: ToolDeskDeps;
  #offered: readonly OfferedTool[] | undefined;
  readonly #budget: KeyBudget;
  readonly #slots = new CallSlots();

  constructor(deps: ToolDeskDeps) {
    this.#deps = deps;
    this.#budget = new KeyBudget(deps.clock);
  }

  /** What the agent is told it may use. */
  list(agent: Agent): ToolEntry[] {
    return this.#allowed(agent).map(({ entry }) => entry);
  }

  /**
   * Runs one tool. Whatever stands against it is a result with `isError` whose text tells the model what to do. In
   * order: scope, arguments, free slot, plan, budget; only then does the call count and the tool run.
   */
  async call(agent: Agent, { name, args, signal }: ToolRequest): Promise<CallToolResult> {
    const offered = this.#allowed(agent).find(({ tool }) => tool.name === name);
    if (offered === undefined) return failure(notEnabled(name));
    const checked = checkArguments(offered.tool, offered.numeric, args);
    if (!checked.ok) return failure(checked.message);
    const startedAt = this.#deps.clock.monotonicMs();
    const outcome = await this.#attempt(agent, offered.tool, checked.args, signal);
    this.#deps.recorder.record({
      orgId: agent.orgId,
      keyName: agent.keyName,
      toolName: name,
      durationMs: Math.round(this.#deps.clock.monotonicMs() - startedAt),
      args: checked.args,
      error: 'failed' in outcome ? outcome.failed : undefined,
    });
    return 'failed' in outcome ? failure(outcome.failed) : encodeAnswer(outcome);
  }

  #allowed(agent: Agent): readonly OfferedTool[] {
    // Their schemas take a while to make, which the start of the server need not wait for.
    this.#offered ??= this.#deps.tools.map((tool) => ({
      tool,
      entry: toolEntry(tool),
      numeric: numericArguments(tool),
    }));
    return this.#offered.filter(({ tool }) => agent.tools.has(tool.name));
  }

  async #attempt(
    agent: Agent,
    tool: Tool,
    args: Arguments,
    signal: AbortSignal,
  ): Promise<ToolAnswer | { readonly failed: string }> {
    try {
      using slot = this.#slots.take(agent.budgetOwner);
      if (slot === undefined) return { failed: BUSY };
      const refusal = await this.#refusal(agent);
      if (refusal !== undefined) return { failed: refusal };
      await agent.markUsed();
      const { orgId, keyName, credential, author, cameras } = agent;
      return await tool.run({ orgId, keyName, credential, author, cameras, signal }, args);
    } catch (error) {
      return { failed: this.#explain(tool, error, signal) };
    }
  }

  /** Why plan or budget stand against a call; undefined when it was counted and may run. */
  async #refusal({ orgId, budgetOwner }: Agent): Promise<string | undefined> {
    const plan = await this.#deps.plans.effective(orgId);
    const limits = planLimits(plan).mcp;
    if (limits === null) return PLAN_WITHOUT_AGENTS;
    return budgetRefusal(this.#budget.take(budgetOwner, limits), plan, limits);
  }

  #explain({ name }: Tool, error: unknown, signal: AbortSignal): string {
    if (error instanceof ToolFailure) return error.message;
    if (signal.aborted) return 'The call was given up because nobody waited for it any more. Call again.';
    if (error instanceof AppError) return error.message;
    this.#deps.log.error({ err: error, tool: name }, 'A tool of the MCP server failed unexpectedly');
    return `${name} failed for a reason inside the server; your arguments were fine. Try once more, and if it fails again tell a person to look into the server's log.`;
  }
}

const BUSY =
  'Too many tool calls are under way at the same time. This one was not counted. Wait for the others to end, then call again.';
const PLAN_WITHOUT_AGENTS =
  'The plan of this organization does not include AI agents; they need Pro or Pro Plus. Ask a person to change the plan: see /pricing in the dashboard.';

function notEnabled(name: string): string {
  return `The tool ${quoted(name)} is not enabled for this key. tools/list names those that are. For more, ask a person to make a key with a wider scope, or use another key.`;
}

function budgetRefusal(answer: BudgetAnswer, plan: string, limits: CallLimits): string | undefined {
  if (answer.kind === 'allowed') return undefined;
  const label = planName(plan);
  if (answer.kind === 'minute') {
    const seconds = Math.max(1, Math.ceil(answer.retryAfterMs / 1000));
    return `This key has made the ${limits.perMinute} tool calls a minute that the plan ${label} allows. Try again in ${seconds} seconds.`;
  }
  const more = plan === SELF_HOSTED_PLAN ? '' : ' A higher plan allows more.';
  return `This key has made the ${limits.perDay} tool calls in 24 hours that the plan ${label} allows. That is most likely an agent running in a loop: stop and tell a person. Calls become free again 24 hours after the first of them.${more}`;
}
