/** Why the server cannot start, as one sentence for the person at the machine. `code` is for the desktop shell. */
export class StartError extends Error {
  readonly code: string;

  constructor(message: string, code: string) {
    super(message);
    this.name = 'StartError';
    this.code = code;
  }
}
