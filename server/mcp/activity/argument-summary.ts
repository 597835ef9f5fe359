/** Characters of one argument that are kept. */
const VALUE_MAX = 30;
/** Characters of a whole summary, and of an error: the lengths of their columns. */
const SUMMARY_MAX = 500;
const ERROR_MAX = 200;
const HIDDEN = '***';

const SECRET_NAME = /key|token|password|passwd|secret|authorization|credential/i;

/** Text that is a credential whatever surrounds it. Ids of cameras and nodes look like none of these. */
const CREDENTIALS = [
  /\bos[cir]_[\w-]+/gi,
  /\bBearer\s+\S+/gi,
  // Signed tokens: three parts, the first of which is JSON.
  /\beyJ[\w-]+\.[\w-]+(\.[\w-]*)?/g,
  /\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi,
  /\b(?=\d*[a-f])(?=[a-f]*\d)[0-9a-f]{32,}\b/gi,
  // User and password of an address.
  /(?<=:\/\/)[^/\s@]+(?=@)/g,
];

/** A run without blanks that may be random bytes in Base64. */
const LONG_RUN = /[\w+/-]{40,}={0,2}/g;

function withoutCredentials(text: string): string {
  return CREDENTIALS.reduce((rest, pattern) => rest.replace(pattern, HIDDEN), text);
}

/** Long device names are runs of such characters too, so this is not asked of ids. */
function withoutRandomRuns(text: string): string {
  const isRandom = (run: string): boolean => /[a-z]/.test(run) && /[A-Z]/.test(run) && /\d/.test(run);
  return text.replace(LONG_RUN, (run) => (isRandom(run) ? HIDDEN : run));
}

function onOneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}

/** At most `max` characters, no half of a surrogate pair. */
function cut(text: string, max: number): string {
  return text.slice(0, max).replace(/[\uD800-\uDBFF]$/, '');
}

function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  const hide = (name: string, inner: unknown): unknown => (SECRET_NAME.test(name) ? HIDDEN : inner);
  return JSON.stringify(value, hide);
}

function summarize(name: string, value: unknown): string {
  if (SECRET_NAME.test(name)) return `${name}=${HIDDEN}`;
  const known = withoutCredentials(asText(value));
  const safe = onOneLine(name.endsWith('_id') ? known : withoutRandomRuns(known));
  return `${name}=${safe.length > VALUE_MAX ? `${cut(safe, VALUE_MAX - 3)}...` : safe}`;
}

/**
 * What a tool was asked, for people to read: `name=value` with commas between, values cut to 30 characters, null ones
 * left out. Anything that looks like a credential is hidden. Undefined when nothing is left.
 */
export function argumentSummary(args: Readonly<Record<string, unknown>>): string | undefined {
  const parts = Object.entries(args)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => summarize(name, value));
  return parts.length === 0 ? undefined : cut(parts.join(', '), SUMMARY_MAX);
}

/** The first 200 characters of a failed call's message, credentials hidden. */
export function errorSummary(message: string): string {
  return cut(onOneLine(withoutCredentials(message)), ERROR_MAX);
}
