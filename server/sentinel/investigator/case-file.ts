import type { ToolStep } from '../runs/run-trace.ts';
import type { ModelUsage } from '../runs/run-completion.ts';
import type { ModelReply } from '../model/chat.ts';
import type { StoredModel } from '../model/model-repository.ts';
import { FiledIncidents } from './filed-incidents.ts';

/** Pictures of one run that are kept to be shown. */
const KEPT_PICTURES_MAX = 20;
const TOKENS_PER_PRICE = 1_000_000;

/** What one investigation did so far. @short-lived */
export class CaseFile {
  readonly filed = new FiledIncidents();
  readonly steps: ToolStep[] = [];
  /** Tool calls, the malformed ones too. */
  calls = 0;
  #pictures = 0;
  #inputTokens = 0;
  #outputTokens = 0;

  /** Number for a picture that is kept; undefined when enough are. */
  nextPicture(): number | undefined {
    if (this.#pictures >= KEPT_PICTURES_MAX) return undefined;
    this.#pictures += 1;
    return this.#pictures;
  }

  countTokens({ inputTokens, outputTokens }: ModelReply): void {
    this.#inputTokens += inputTokens;
    this.#outputTokens += outputTokens;
  }

  /** Tokens, null when the model's server never told any, and what they cost by the owner's prices. */
  usage({ model, inputPriceMicros, outputPriceMicros }: StoredModel): ModelUsage {
    const isKnown = this.#inputTokens + this.#outputTokens > 0;
    const hasPrice = inputPriceMicros !== null || outputPriceMicros !== null;
    const cost =
      (this.#inputTokens * (inputPriceMicros ?? 0) + this.#outputTokens * (outputPriceMicros ?? 0)) /
      TOKENS_PER_PRICE;
    return {
      model,
      inputTokens: isKnown ? this.#inputTokens : null,
      outputTokens: isKnown ? this.#outputTokens : null,
      costMicros: isKnown && hasPrice ? Math.round(cost) : null,
    };
  }
}
