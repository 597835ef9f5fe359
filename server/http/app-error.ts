/** Values a structured error may carry beside `error` and `message`. */
export type ErrorExtras = Readonly<Record<string, unknown>>;

/**
 * A refusal with its HTTP status and documented body.
 * With a `code` the body is `{detail: {error, message, …extras}}`, without one `{detail: message}`.
 */
export class AppError extends Error {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;

  private constructor(
    status: number,
    message: string,
    body: unknown,
    headers: Readonly<Record<string, string>>,
  ) {
    super(message);
    this.name = 'AppError';
    this.status = status;
    this.body = body;
    this.headers = headers;
  }

  /** `{detail: text}` */
  static plain(status: number, detail: string, headers: Readonly<Record<string, string>> = {}): AppError {
    return new AppError(status, detail, { detail }, headers);
  }

  /** `{detail: {error, message, …extras}}`; extras cannot replace the two reserved names. */
  static coded(status: number, code: string, message: string, extras: ErrorExtras = {}): AppError {
    return new AppError(status, message, { detail: { ...extras, error: code, message } }, {});
  }

  /** A body of its own shape, for the few answers whose form a client matches. */
  static shaped(
    status: number,
    message: string,
    body: Readonly<Record<string, unknown>>,
    headers: Readonly<Record<string, string>> = {},
  ): AppError {
    return new AppError(status, message, body, headers);
  }
}
