/** The few headers by which a known viewer is answered. */
export interface ViewerHeaders {
  host: string;
  authorization: string | undefined;
  cookie: string | undefined;
  requestId: string | undefined;
}

/** Headers that change how a request is answered, so that only the long way may take it. */
const DECISIVE: ReadonlySet<string> = new Set([
  'origin',
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-proto',
]);

/** Lengths of all names looked for; most other headers are passed over by it alone. */
const LENGTHS: ReadonlySet<number> = new Set(
  ['host', 'cookie', 'authorization', 'x-request-id', ...DECISIVE].map(({ length }) => length),
);

/**
 * Reads what matters out of the headers as they came, without building the object of all of them. Undefined when one is
 * decisive or repeated.
 */
export function viewerHeaders(raw: readonly string[]): ViewerHeaders | undefined {
  const found: ViewerHeaders = {
    host: '',
    authorization: undefined,
    cookie: undefined,
    requestId: undefined,
  };
  let seen = 0;
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index] ?? '';
    if (!LENGTHS.has(name.length)) continue;
    const bit = take(found, name.toLowerCase(), raw[index + 1] ?? '');
    if (bit === undefined || (seen & bit) !== 0) return undefined;
    seen |= bit;
  }
  return found;
}

/** Notes one header; answers a bit for each of the four, 0 for none of them, undefined for a decisive one. */
function take(found: ViewerHeaders, name: string, value: string): number | undefined {
  switch (name) {
    case 'host':
      found.host = value;
      return 1;
    case 'cookie':
      found.cookie = value;
      return 2;
    case 'authorization':
      found.authorization = value;
      return 4;
    case 'x-request-id':
      found.requestId = value;
      return 8;
    default:
      return DECISIVE.has(name) ? undefined : 0;
  }
}
