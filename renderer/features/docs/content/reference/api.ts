import { t } from '@lingui/core/macro';
import { code, type Content, heading, list, note, table, text } from '../../text/block.ts';

export const content: Content = [
  text(
    t`Everything the dashboard does goes through this interface, so scripts can do it too. The full description is made from the same declarations the server checks requests with:`,
  ),
  list(
    t`[/api-docs](/api-docs) to read and try out`,
    t`[/api-redoc](/api-redoc) to read`,
    t`[/api/openapi.json](/api/openapi.json) for programs`,
  ),
  text(t({ message: 'Requests and answers are JSON. Times are UTC, as in `2026-01-31T09:15:02.120Z`.' })),
  heading('sign-in', t`Sign in`),
  code(
    'URL=http://127.0.0.1:8000',
    "curl -s -c cookies.txt -H 'Content-Type: application/json' \\",
    '  -d \'{"email":"you@example.com","password":"your password"}\' "$URL/api/auth/sign-in"',
    'TOKEN=$(awk \'$6 == "sentinel_session" { print $7 }\' cookies.txt)',
    'auth="Authorization: Bearer $TOKEN"',
    'curl -s -H "$auth" "$URL/api/auth/me"',
  ),
  text(t`Keep one session and use it again. With the Bearer form the rules for browsers do not apply.`),
  heading('examples', t`Examples`),
  code(
    "json='Content-Type: application/json'",
    'CAMERA=1a2b3c4d_dev_video0',
    'curl -s -H "$auth" "$URL/api/cameras"',
    'curl -s -H "$auth" "$URL/api/nodes"',
    'curl -s -H "$auth" "$URL/api/nodes/plan"',
    'curl -s -H "$auth" -H "$json" -d \'{"name":"Back office"}\' "$URL/api/nodes"',
    'curl -s -H "$auth" -H "$json" -X PATCH "$URL/api/cameras/$CAMERA/recording-settings" \\',
    '  -d \'{"continuous_24_7":true,"scheduled_recording":false}\'',
    'curl -s -H "$auth" "$URL/api/incidents?status=open"',
    'curl -s -H "$auth" "$URL/api/audit-logs?format=csv" -o audit-log.csv',
  ),
  heading('who-may-call-what', t`Who may call what`),
  table(
    [t`Access`, t`Who`],
    ['public', t`Anybody`],
    ['view', t`A signed-in person`],
    ['admin', t`An administrator`],
    ['billing', t`An administrator whose organization owes nothing`],
    ['node', t({ message: 'A camera node, with its key in `X-Node-API-Key`' })],
    ['integration', t`Home Assistant, with its key as Bearer token`],
    ['agent', t({ message: 'Your agent service of Sentinel AI, with its key in `X-Sentinel-Agent-Key`' })],
  ),
  text(t`The description of every route begins with its access.`),
  heading('as-it-happens', t`As it happens`),
  text(
    t({
      message:
        '`/ws/dashboard` is a WebSocket that tells a page what changes, as JSON: `hello` when you are connected, then `motion`, `camera`, `node`, `changed` and others. Nothing is replayed, so ask for fresh state after each `hello`. A person can have %socketsMost% of them. For motion alone there is a [stream of events](/docs/motion#from-a-script).',
    }),
  ),
  heading('errors', t`Errors`),
  code(
    '{ "detail": "Sign in first: this session is missing or has ended." }',
    '{ "detail": { "error": "storage_unavailable", "message": "The disk is full …" } }',
    '{ "error": "rate_limit_exceeded", "message": "Too many …", "retry_after_seconds": 41 }',
  ),
  text(
    t({
      message:
        'To show a person something, take `detail` if it is text, else `detail.message`, else `message`.',
    }),
  ),
  table(
    [t`Status`, t`It means`],
    ['401', t`Not signed in, or the session has ended`],
    ['402', t`The plan does not allow it`],
    ['403', t`Signed in, but not allowed`],
    ['404', t`No such thing`],
    ['409', t`It does not fit the present state`],
    ['413', t`Too large`],
    ['421', t`This server does not answer under that name`],
    ['422', t`The input is not valid`],
    ['426', t`The node program is too old`],
    ['429', t({ message: 'Too many requests; wait as long as `Retry-After` says' })],
    ['500', t({ message: 'A fault of the server; the log has it under the answer’s `X-Request-Id`' })],
    [t`502 or 504`, t`The camera’s node could not do it, or did not answer in time`],
    ['503', t`Not ready, or the camera’s node is not connected`],
    ['507', t`The server’s disk is full or refuses writes`],
  ),
  heading('rate-limits', t`Rate limits`),
  text(
    t({
      message:
        'Where a route has a limit, its description says so. Each caller has a window of its own for each path. A refused call carries the true waiting time in `Retry-After`. Most reading has no limit.',
    }),
  ),
  heading('health', t`Health`),
  table(
    [t`Address`, t`For`],
    ['`GET /api/health`', t`Is it alive? Touches nothing`],
    ['`GET /api/health/ready`', t`Monitoring: 200 or 503, judged at most every %readySeconds% seconds`],
    ['`GET /api/health/detailed`', t`Every part with its figures`],
  ),
  note(
    t`Other interfaces: [AI agents](/docs/mcp), [Home Assistant](/docs/home-assistant), [webhooks](/docs/notifications#webhooks).`,
  ),
];
