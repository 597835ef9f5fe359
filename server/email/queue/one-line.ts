const MAX_LENGTH = 500;

/** An error as one line for people: its class and message, without line ends, at most 500 characters. */
export function oneLine(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.replace(/\s+/g, ' ').trim().slice(0, MAX_LENGTH);
}
