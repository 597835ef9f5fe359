import type { ModelAccount } from './model-setup.ts';

/**
 * Why a model gave no answer.
 * - `unreachable`: no connection, or it broke off. `late`: no answer in time. `busy`: a moment later it may work.
 * - `refused`: the request itself was not taken. `unusable`: something answered that is no model.
 */
export type ModelFailureKind = 'unreachable' | 'late' | 'busy' | 'refused' | 'unusable';

/** A model could not be asked. The message is a sentence for people and never holds the key. */
export class ModelFailure extends Error {
  readonly kind: ModelFailureKind;
  /** HTTP status of the answer, when there was one. */
  readonly status: number | undefined;
  /** How long the vendor wants to be left alone, ms, when it said so. */
  readonly waitMs: number | undefined;

  constructor(
    kind: ModelFailureKind,
    message: string,
    options: { readonly status?: number; readonly waitMs?: number | undefined } = {},
  ) {
    super(message);
    this.name = 'ModelFailure';
    this.kind = kind;
    this.status = options.status;
    this.waitMs = options.waitMs;
  }
}

const WORDS_MAX = 300;

/** The failure behind an answer whose status is not 200. */
export function failureOfStatus(
  account: ModelAccount,
  status: number,
  body: string,
  retryAfter: string | undefined,
): ModelFailure {
  const said = vendorWords(body, account.key);
  const quote = said === '' ? '' : ` It said: ${said}`;
  if (status === 429 || status >= 500) {
    const why =
      status === 429 ? 'allows no more requests at the moment or its credit is used up' : 'has a problem';
    const message = `The model's server ${why} (status ${status}).${quote}`;
    return new ModelFailure('busy', message, { status, waitMs: waitOf(retryAfter) });
  }
  return new ModelFailure('refused', `${sentenceOf(status, account)}${quote}`, { status });
}

function sentenceOf(status: number, { model, key }: ModelAccount): string {
  if (status >= 300 && status < 400) {
    return `The model's server leads to another address (status ${status}). Enter the final address.`;
  }
  if (status === 401 || status === 403) {
    return key === undefined
      ? `The model's server asks for an API key (status ${status}). Enter one.`
      : `The model's server does not accept the API key (status ${status}). Enter it again.`;
  }
  if (status === 402) return 'The account at the model’s vendor has no credit left (status 402).';
  if (status === 404) {
    return `The model's server knows no model "${model}" at this address (status 404). Check both.`;
  }
  if (status === 413) return 'The pictures are too large for the model (status 413). Choose smaller ones.';
  return `The model's server did not take the request (status ${status}).`;
}

/** What the vendor says about it: one short line, without the key should it repeat that. */
function vendorWords(body: string, key: string | undefined): string {
  const text = messageIn(body);
  const line = (key === undefined ? text : text.replaceAll(key, '***'))
    .replaceAll(/\bsk-[\w*-]+/g, '***')
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return line.length > WORDS_MAX ? `${line.slice(0, WORDS_MAX)}…` : line;
}

/** `{error: {message}}`, `{error: text}`, `{message}` or `{detail: text}`; nothing of an answer that is no JSON. */
function messageIn(body: string): string {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return '';
  }
  for (const name of ['error', 'message', 'detail']) {
    if (typeof value !== 'object' || value === null) return '';
    const inner: unknown = Object.entries(value).find(([key]) => key === name)?.[1];
    if (typeof inner === 'string') return inner;
    if (typeof inner === 'object' && inner !== null) value = inner;
  }
  return '';
}

/** `Retry-After` in seconds; undefined for a date or rubbish. */
function waitOf(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,5}(\.\d+)?$/.test(header) ? Number(header) * 1000 : undefined;
}
