import { t } from '@lingui/core/macro';
/** A refusal or failure reported by the server, in words a person can read. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string | null;
  /** The structured `detail` object when the server sent one. */
  readonly detail: Readonly<Record<string, unknown>> | null;

  constructor(status: number, message: string, code: string | null, detail: Record<string, unknown> | null) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.detail = detail;
  }
}

/** The request never got an answer: server down, network gone, or too slow. */
export class UnreachableError extends Error {
  constructor() {
    super(t`The server is not answering. We keep trying.`);
    this.name = 'UnreachableError';
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return null;
  }
}

/** First item of an array detail: plain text, or an object with `message` or `msg`. */
function firstItem(items: readonly unknown[]): string | null {
  const first = items[0];
  if (isRecord(first)) return text(first['message']) ?? text(first['msg']);
  return text(first);
}

/**
 * Reads every error shape the server uses: an object `detail`, a text `detail`, a list `detail`, or a
 * top-level `message`. Anything else becomes a sentence with the status number.
 */
export function parseApiError(status: number, body: string): ApiError {
  const fallback = t`Request failed with status ${status}`;
  const json = parseJson(body);
  if (!isRecord(json)) return new ApiError(status, fallback, null, null);
  const { detail } = json;
  if (isRecord(detail)) {
    return new ApiError(status, text(detail['message']) ?? fallback, text(detail['error']), detail);
  }
  if (Array.isArray(detail)) return new ApiError(status, firstItem(detail) ?? fallback, null, null);
  const message = text(detail) ?? text(json['message']);
  return new ApiError(status, message ?? fallback, text(json['error']), null);
}

/** The sentence to show for anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error && error.message !== '' ? error.message : t`Something went wrong.`;
}

/** True when the server answered with this status. */
export function hasStatus(error: unknown, status: number): boolean {
  return error instanceof ApiError && error.status === status;
}
