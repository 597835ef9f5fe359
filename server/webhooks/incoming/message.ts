/** What a provider tells: the kind of event and its facts, of any form. */
export interface WebhookMessage {
  /** Empty when the message names none. */
  readonly type: string;
  readonly data: unknown;
}

/** Longer than any real name, id or address; what is longer counts as absent. */
const TEXT_MAX = 1000;

/** A JSON value as a message. Anything that is no event is a message of no known kind. */
export function messageOf(json: unknown): WebhookMessage {
  return { type: textAt(json, 'type') ?? '', data: valueAt(json, 'data') };
}

/** The value under a path of member names; undefined when a part of the path is missing. */
export function valueAt(value: unknown, ...path: readonly string[]): unknown {
  let current: unknown = value;
  for (const name of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, name)) return undefined;
    current = (current as Readonly<Record<string, unknown>>)[name];
  }
  return current;
}

/** Trimmed text under a path; undefined when it is missing, empty, overlong or no text. */
export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = valueAt(value, ...path);
  const text = typeof found === 'string' ? found.trim() : '';
  return text === '' || text.length > TEXT_MAX ? undefined : text;
}
