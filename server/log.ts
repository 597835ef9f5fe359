import pino, { type Logger } from 'pino';
import type { Config } from './config/config.ts';
import { requestScope } from './http/request-scope.ts';

/** Member names that may hold a secret; their values never reach a log line. */
const SECRET_PATHS = [
  'authorization',
  'cookie',
  'password',
  'token',
  'api_key',
  '*.authorization',
  '*.cookie',
  '*.password',
];

/** One line an entry: `time level [req=… org=…] name message {fields}`. */
function lineOf(entry: Readonly<Record<string, unknown>>): string {
  const { time, level, req, org, name, msg, err, ...fields } = entry;
  const error = errorText(err);
  const extras = Object.keys(fields).length === 0 ? '' : ` ${JSON.stringify(fields)}`;
  return `${String(time)} ${String(level)} [req=${String(req ?? '-')} org=${String(org ?? '-')}] ${String(name)} ${String(msg ?? '')}${extras}${error}\n`;
}

function errorText(err: unknown): string {
  if (typeof err !== 'object' || err === null) return '';
  if ('stack' in err && typeof err.stack === 'string') return `\n${err.stack}`;
  return ` ${JSON.stringify(err)}`;
}

/** The server's logger. `write` receives finished lines (standard error by default, so that output stays for people). */
export function createLogger(
  level: Config['logLevel'],
  write: (line: string) => void = (line) => process.stderr.write(line),
): Logger {
  return pino(
    {
      level,
      name: 'sentinel',
      base: { name: 'sentinel' },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label.toUpperCase() }) },
      redact: { paths: SECRET_PATHS, censor: '[redacted]' },
      mixin: () => {
        const scope = requestScope.getStore();
        return scope === undefined ? {} : { req: scope.requestId, org: scope.orgId ?? '-' };
      },
    },
    { write: (json: string) => write(lineOf(JSON.parse(json) as Record<string, unknown>)) },
  );
}
