import type { Clock } from '../../clock.ts';
import type { Database } from '../../db/database.ts';
import type { InstallationSecret } from '../../secrets/installation-secret.ts';
import type { ChatRequest, ModelReply, ToolSpec } from './chat.ts';
import { askModel } from './model-client.ts';
import type { ExchangeDeps } from './model-exchange.ts';
import { ModelFailure } from './model-failure.ts';
import { findModel } from './model-repository.ts';
import { modelSetup, type ModelAccount } from './model-setup.ts';
import { drawTestPicture, TEST_COLOURS } from './test-picture.ts';

export interface ModelTestDeps {
  readonly db: Pick<Database, 'read'>;
  readonly clock: Clock;
  readonly secret: InstallationSecret;
  readonly model: ExchangeDeps;
}

export interface ModelTestResult {
  readonly ok: boolean;
  /** A sentence for people. */
  readonly message: string;
}

/** A person waits for the answer; a model that must be loaded first takes about a minute. */
const TEST_TIMEOUT_MS = 100_000;

const TOOL: ToolSpec = {
  name: 'report_colour',
  description: 'Reports the colour of the large shape in the picture.',
  schema: {
    type: 'object',
    properties: { colour: { type: 'string', enum: TEST_COLOURS } },
    required: ['colour'],
    additionalProperties: false,
  },
};
const QUESTION = 'Which colour is the large shape in this picture? Answer by calling report_colour.';

/**
 * Asks the stored model one question with a drawn picture and one tool, also while it is switched off. No picture of a
 * camera leaves.
 */
export async function testModel(deps: ModelTestDeps, orgId: string): Promise<ModelTestResult> {
  const setup = modelSetup(await findModel(deps.db.read, orgId), deps.secret);
  if (setup.account === undefined) return { ok: false, message: setup.problem };
  const { account } = setup;
  const { colour, base64 } = drawTestPicture();
  const startedAt = deps.clock.monotonicMs();
  try {
    const reply = await ask(deps, account, [{ base64 }]);
    const seconds = ((deps.clock.monotonicMs() - startedAt) / 1000).toFixed(1);
    return judged(reply, colour, seconds);
  } catch (error) {
    if (!(error instanceof ModelFailure)) throw error;
    return error.kind === 'refused' && error.status === 400
      ? refusedRequest(deps, account, error)
      : { ok: false, message: error.message };
  }
}

function ask(
  { model }: ModelTestDeps,
  account: ModelAccount,
  pictures: readonly { readonly base64: string }[],
): Promise<ModelReply> {
  const request: ChatRequest = {
    system: 'You test a connection. Use the tool you are given.',
    turns: [{ role: 'user', text: QUESTION, pictures }],
    tools: [TOOL],
  };
  const limits = { ...model, callTimeoutMs: Math.min(model.callTimeoutMs, TEST_TIMEOUT_MS) };
  return askModel(limits, account, request, new AbortController().signal);
}

function judged({ turn, refused }: ModelReply, colour: string, seconds: string): ModelTestResult {
  if (refused) return { ok: false, message: 'The model declined to answer. Choose another model.' };
  const call = turn.calls.find(({ name }) => name === TOOL.name);
  if (call === undefined) {
    const message =
      'The model answers, but it did not use the tool it was given. Choose a model that can use tools.';
    return { ok: false, message };
  }
  const said = call.args?.['colour'];
  if (said === colour) {
    return {
      ok: true,
      message: `It works: the model answered within ${seconds} s, uses tools and sees pictures.`,
    };
  }
  const message =
    'The model answers and uses tools, but it did not see the picture: it named another colour. Choose a model that can see pictures.';
  return { ok: false, message };
}

/** Finds out whether the picture was the reason, by asking without one. */
async function refusedRequest(
  deps: ModelTestDeps,
  account: ModelAccount,
  refusal: ModelFailure,
): Promise<ModelTestResult> {
  try {
    await ask(deps, account, []);
  } catch (error) {
    if (!(error instanceof ModelFailure)) throw error;
    const hint = /\btools?\b/i.test(refusal.message) ? ' Choose a model that can use tools.' : '';
    return { ok: false, message: `${refusal.message}${hint}` };
  }
  const message = 'The model answers, but it takes no pictures. Choose a model that can see pictures.';
  return { ok: false, message };
}
