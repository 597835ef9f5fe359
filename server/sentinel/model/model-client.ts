import { setTimeout as pause } from 'node:timers/promises';
import { anthropicMessage, anthropicReply } from './anthropic-format.ts';
import type { ChatRequest, ModelReply } from './chat.ts';
import { exchange, type ExchangeDeps } from './model-exchange.ts';
import { ModelFailure } from './model-failure.ts';
import type { ModelAccount } from './model-setup.ts';
import { openaiMessage, openaiReply } from './openai-format.ts';

export interface ModelClientDeps extends ExchangeDeps {
  /** Waits between attempts at a model that is busy, ms, unless it names a time itself; as many attempts as waits, and one. */
  readonly busyWaitsMs: readonly number[];
}

export const MODEL_CLIENT_DEFAULTS = {
  callTimeoutMs: 240_000,
  busyWaitsMs: [2_000, 5_000, 15_000, 30_000, 60_000],
} as const;

/** A longer wait that a vendor asks for is not worth it within one investigation. */
const LONGEST_WAIT_MS = 120_000;

const FORMS = {
  openai: { messageOf: openaiMessage, replyOf: openaiReply },
  anthropic: { messageOf: anthropicMessage, replyOf: anthropicReply },
} as const;

/** Asks once. Throws ModelFailure, or the signal's reason when it aborts. */
export async function askModel(
  deps: ExchangeDeps,
  account: ModelAccount,
  request: ChatRequest,
  signal: AbortSignal,
): Promise<ModelReply> {
  const { messageOf, replyOf } = FORMS[account.provider];
  return replyOf(await exchange(deps, account, messageOf(account, request), signal), request);
}

/** Asks, and asks again after a while as long as the model is busy. */
export async function askModelPatiently(
  deps: ModelClientDeps,
  account: ModelAccount,
  request: ChatRequest,
  signal: AbortSignal,
): Promise<ModelReply> {
  for (const waitMs of deps.busyWaitsMs) {
    try {
      return await askModel(deps, account, request, signal);
    } catch (error) {
      if (!(error instanceof ModelFailure) || error.kind !== 'busy') throw error;
      if ((error.waitMs ?? 0) > LONGEST_WAIT_MS) throw error;
      await pause(error.waitMs ?? waitMs, undefined, { signal });
    }
  }
  return askModel(deps, account, request, signal);
}
