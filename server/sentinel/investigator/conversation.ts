import type { CallResult, ModelReply, ToolCall, ToolSpec, Turn } from '../model/chat.ts';
import { askModelPatiently, type ModelClientDeps } from '../model/model-client.ts';
import type { ModelAccount } from '../model/model-setup.ts';
import type { Briefing } from './briefing.ts';
import { brokenOff, concluded, FINISH_TOOL, readFinish, type Conclusion } from './finish-tool.ts';
import { withRecentPictures } from './recent-pictures.ts';
import { agentOf, useTool, type Investigation, type ToolUseDeps } from './tool-use.ts';

export interface ConversationDeps extends ToolUseDeps {
  readonly model: ModelClientDeps;
  /** The model, asked for before each request. Throws when it must not be asked any more. */
  readonly account: () => Promise<ModelAccount>;
  /** Stores what was done so far, for people who watch. */
  readonly onProgress: () => Promise<void>;
}

export interface ConversationLimits {
  readonly maxToolCalls: number;
}

/** Answers in a row that cannot be used before the model is given up. */
const MALFORMED_MAX = 3;
const BLANK = '(no answer)';

/** Lets the model work until it comes to a result. Throws ModelFailure, and the reason of the signal when it aborts. */
export async function converse(
  deps: ConversationDeps,
  investigation: Investigation,
  { system, turns: beginning }: Briefing,
  { maxToolCalls }: ConversationLimits,
): Promise<Conclusion> {
  const { file } = investigation;
  const turns: Turn[] = [...beginning];
  let malformed = 0;
  let isLastWord = false;
  for (;;) {
    const request = { system, turns: withRecentPictures(turns), tools: await toolsOf(deps, investigation) };
    const reply = await askModelPatiently(deps.model, await deps.account(), request, investigation.signal);
    file.countTokens(reply);
    if (reply.refused) return brokenOff(file.filed, refusalWords(reply));
    const { calls, text } = reply.turn;
    if (calls.length === 0 && text !== '') return concluded(file.filed, text);
    const answers = await answersTo(deps, investigation, calls, maxToolCalls);
    if ('outcome' in answers) return answers;
    if (isLastWord) return brokenOff(file.filed, usedUp(maxToolCalls));
    malformed = answers.isUsable ? 0 : malformed + 1;
    if (malformed > MALFORMED_MAX) return brokenOff(file.filed, GIVEN_UP);
    isLastWord = file.calls >= maxToolCalls;
    turns.push(...nextTurns(reply, answers.results, isLastWord));
    await deps.onProgress();
  }
}

const GIVEN_UP =
  'The model did not manage to call tools correctly. Choose a model that is better at using tools.';

function usedUp(calls: number): string {
  return `The model used up its ${calls} tool calls without coming to a result.`;
}

function refusalWords({ turn }: ModelReply): string {
  return `The model declined to go on.${turn.text === '' ? '' : ` It said: ${turn.text.slice(0, 300)}`}`;
}

async function toolsOf(deps: ToolUseDeps, investigation: Investigation): Promise<ToolSpec[]> {
  const entries = deps.desk.list(await agentOf(deps, investigation));
  const tools = entries.map(({ name, description = '', inputSchema }) => ({
    name,
    description,
    schema: { ...inputSchema },
  }));
  return [...tools, FINISH_TOOL];
}

interface Answers {
  readonly results: CallResult[];
  /** Whether at least one call was well-formed. */
  readonly isUsable: boolean;
}

/** Carries out calls in order, until one of them ends the investigation. */
async function answersTo(
  deps: ConversationDeps,
  investigation: Investigation,
  calls: readonly ToolCall[],
  maxToolCalls: number,
): Promise<Answers | Conclusion> {
  const { file } = investigation;
  const results: CallResult[] = [];
  let isUsable = false;
  for (const call of calls) {
    const { args } = call;
    if (call.name === FINISH_TOOL.name) {
      const finish = readFinish(args, file.filed);
      if (!('problem' in finish)) return finish;
      results.push(refused(call, finish.problem));
    } else if (file.calls >= maxToolCalls) {
      results.push(refused(call, `Not called: ${usedUpForModel(maxToolCalls)}`));
    } else if (args === undefined) {
      file.calls += 1;
      file.steps.push({ tool: call.name, args: {}, result: NO_OBJECT });
      results.push(refused(call, NO_OBJECT));
    } else {
      file.calls += 1;
      results.push(await useTool(deps, investigation, { ...call, args }));
      isUsable = true;
    }
  }
  return { results, isUsable };
}

const NO_OBJECT = 'The arguments were not a JSON object, so nothing was called. Send one JSON object.';

function usedUpForModel(calls: number): string {
  return `all ${calls} tool calls of this investigation are used. Call ${FINISH_TOOL.name} now.`;
}

function refused({ id, name }: ToolCall, text: string): CallResult {
  return { callId: id, toolName: name, text, pictures: [], isError: true };
}

/** The answer as it is sent back, and what follows on it. */
function nextTurns({ turn }: ModelReply, results: readonly CallResult[], isLastWord: boolean): Turn[] {
  const [last] = results.slice(-1);
  if (last === undefined) {
    const text = `That was neither a tool call nor a text. Use a tool, or end with ${FINISH_TOOL.name}.`;
    return [
      { ...turn, text: BLANK },
      { role: 'user', text, pictures: [] },
    ];
  }
  if (!isLastWord) return [turn, { role: 'results', results }];
  const told = `${last.text}\n(That was the last tool call. Call ${FINISH_TOOL.name} now.)`;
  return [turn, { role: 'results', results: [...results.slice(0, -1), { ...last, text: told }] }];
}
