/*
 * What leaves the house with an error report. Everything here works on a copy's own members and lets through what it
 * does not know the shape of, except where stated.
 */

const REDACTED = '[redacted]';
const SECRET_HEADERS = new Set(['authorization', 'cookie', 'x-node-api-key', 'x-sentinel-agent-key']);
/** Headers that name the address of a person. */
const ADDRESS_HEADER = /forwarded|(real|client|connecting)-ip|^via$/;
/** Attributes of a timed request that tell nothing about who asked or what for. */
const HARMLESS_ATTRIBUTE =
  /^(sentry\.(op|origin|source|sample_rate|kind)|http\.(request\.)?method|http\.(response\.)?status_code|http\.route|url\.path)$/;

interface ReportedRequest {
  url?: string;
  query_string?: unknown;
  cookies?: unknown;
  data?: unknown;
  headers?: Record<string, string>;
}

interface Timed {
  data?: Record<string, unknown>;
  description?: string | undefined;
}

/** The parts of an error report or of timings that are looked at. */
export interface Report {
  request?: ReportedRequest;
  transaction?: string;
  user?: unknown;
  contexts?: { trace?: Timed };
  spans?: Timed[];
}

/** Removes from a report what could be a secret or a person: queries, cookies, bodies, keys and addresses. */
export function scrub<R extends Report>(report: R): R {
  delete report.user;
  if (report.request !== undefined) report.request = scrubRequest(report.request);
  if (report.transaction !== undefined) report.transaction = withoutQuery(report.transaction);
  for (const timed of [report.contexts?.trace, ...(report.spans ?? [])]) {
    if (timed !== undefined) scrubTimed(timed);
  }
  return report;
}

function scrubRequest(request: ReportedRequest): ReportedRequest {
  const { data: _data, cookies: _cookies, ...kept } = request;
  return {
    ...kept,
    query_string: '',
    ...(kept.url === undefined ? {} : { url: withoutQuery(kept.url) }),
    ...(kept.headers === undefined ? {} : { headers: scrubHeaders(kept.headers) }),
  };
}

function scrubHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      const known = name.toLowerCase();
      if (SECRET_HEADERS.has(known) || ADDRESS_HEADER.test(known)) return [name, REDACTED];
      return [name, known === 'referer' ? withoutQuery(value) : value];
    }),
  );
}

/** Attributes are kept only when known to be harmless: instrumentation invents new ones. */
function scrubTimed(timed: Timed): void {
  if (timed.description !== undefined) timed.description = withoutQuery(timed.description);
  if (timed.data === undefined) return;
  timed.data = Object.fromEntries(
    Object.entries(timed.data).filter(([name]) => HARMLESS_ATTRIBUTE.test(name)),
  );
}

function withoutQuery(address: string): string {
  return address.replace(/[?#].*$/s, '');
}
