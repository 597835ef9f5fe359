import pino, { type Logger } from 'pino';
import { z } from 'zod';
import type { Config } from './config/config.ts';
import { requestScope } from './http/request/request-scope.ts';

/** Member names that may hold a secret; their values never reach a log line. */
const SECRET_NAMES = [
  'authorization',
  'cookie',
  'set-cookie',
  'password',
  'token',
  'api_key',
  'x-node-api-key',
  'x-sentinel-agent-key',
];
const SECRET_PATHS = SECRET_NAMES.flatMap((name) => [`["${name}"]`, `*["${name}"]`]);

const entrySchema = z.looseObject({
  time: z.string(),
  level: z.string(),
  name: z.string(),
  req: z.string().default('-'),
  org: z.string().default('-'),
  msg: z.string().default(''),
  err: z.unknown().optional(),
});

/** One line an entry: `time level [req=… org=…] name message {fields}`. */
function lineOf(json: string): string {
  const { time, level, req, org, name, msg, err, ...fields } = entrySchema.parse(JSON.parse(json));
  const extras = Object.keys(fields).length === 0 ? '' : ` ${JSON.stringify(fields)}`;
  return `${time} ${level} [req=${req} org=${org}] ${name} ${msg}${extras}${errorText(err)}\n`;
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
    { write: (json: string) => write(lineOf(json)) },
  );
}
