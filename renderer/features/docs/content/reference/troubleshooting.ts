import { code, type Content, heading, list, note, steps, table, text } from '../../text/block.ts';

export const content: Content = [
  text('This looks at the installation itself and says in plain words what is wrong:'),
  code('npm run doctor'),
  text(
    'The rest of this page goes by what you see. [Admin → Health](/admin/health) shows how the server fares.',
  ),
  heading('It does not start'),
  table(
    ['You read', 'Do'],
    ['needs Node.js', 'Install Node.js {{nodeJsLeast}} or newer'],
    ['The packages could not be downloaded', 'Connect to the internet for this one start'],
    ['The disk is full', 'Free about a gigabyte'],
    ['Port is already used', 'It may be running already; else set `PORT` in `.env`'],
    ['A name in capitals', 'That variable in `.env` or the environment makes no sense'],
    ['The database is damaged', 'Restore a [backup](/docs/backup#go-back-to-a-backup)'],
    [
      'was written by a newer version',
      'Install that version again, or go [back](/docs/updates#the-way-back)',
    ],
    ['The build failed', 'The lines above it say why'],
  ),
  heading('I cannot open the page'),
  list(
    '**From the same computer:** use exactly the address the start prints.',
    '**From another device:** it must be in the same network. Check the [firewall](/docs/network#open-one-port). Guest Wi-Fi usually keeps devices apart.',
    '**The server does not answer under that name (421):** open it by its address, or add the name to `SENTINEL_ALLOWED_HOSTS`.',
    '**It wants a setup code:** it stands in the terminal where the server was started.',
  ),
  heading('I cannot sign in'),
  list(
    '**Too many failed sign-ins:** wait as long as it says. Only your address waits.',
    '**Password lost:** [reset it](/docs/accounts#a-lost-password) on the server.',
    '**The change was asked for by another web page:** open the dashboard by one address only, and let a proxy pass the `Host` header on.',
    '**The next page asks again:** the browser refuses cookies for this address.',
  ),
  heading('The node does not connect'),
  text(
    'On the camera computer open `/api/health` of this server. No answer means network or firewall. Else run the setup line again and read what it says:',
  ),
  table(
    ['The node says', 'It means'],
    ['cannot be reached', 'The address is wrong, or a firewall is in between'],
    ['node id unknown', 'It was deleted here, or the server has another database; add it again'],
    ['key rejected', 'The key was replaced or mistyped; *Replace its key* and run the new line'],
    ['server error, with 426', 'The node program is older than `MIN_SUPPORTED_NODE_VERSION`; update it'],
    [
      'certificate error',
      'Self-signed certificates never work; see [why plain http](/docs/network#why-plain-http)',
    ],
  ),
  text(
    'Online, but no cameras: the node looks for cameras only when it starts. Restart it after plugging one in.',
  ),
  heading('The picture'),
  table(
    ['On the tile', 'Look at'],
    ['No picture yet: video format', 'The camera sends something other than H.264; change that on the node'],
    [
      'No picture yet: not started',
      'Does the node’s own output name 413? Then raise `SEGMENT_PUSH_MAX_BYTES`',
    ],
    ['Reconnecting, again and again', 'The network between node and server; Wi-Fi is the usual suspect'],
    ['Frozen since …', 'The browser gets no new pictures: server stopped, or network lost'],
    ['Offline since …', 'The node: is it on?'],
    ['Camera failed', 'Unplug the camera, plug it in, restart the node'],
  ),
  heading('Recording and motion'),
  list(
    '**Recording requested stays:** the node has not reported since. Is it online?',
    '**It records at the wrong hour:** set the [time zone](/docs/recording#the-time-zone).',
    '**Days are listed but do not play:** see [LAN streaming](/docs/recording#switch-on-lan-streaming).',
    '**No motion:** see [motion](/docs/motion#nothing-shown-although-something-moved).',
  ),
  heading('Mail does not arrive'),
  list(
    'Send a test mail in [Settings → Mail](/settings/mail) and read what it says.',
    'Look at [Admin → Mail](/admin/mail) for what became of it.',
    'Check that the kind is mailed at all, in [Settings → Notifications](/settings/notifications).',
  ),
  heading('The disk is full'),
  text(
    'Live video goes on, because it needs no disk. Changes are refused with a sentence that says so. Free some space, and everything works again without a restart. Usual causes are old copies and backups in the data directory. The health page warns from {{diskWarnPercent}} percent on; from {{diskCriticalPercent}} percent it is critical (`DISK_CRITICAL_THRESHOLD_PERCENT`).',
  ),
  heading('Still stuck'),
  steps(
    'Start with `LOG_LEVEL=debug` and repeat what fails.',
    'Find the request id of the failing call: the browser’s network view shows it as `X-Request-Id`, the log as `req=`.',
    'Read the lines with that id.',
  ),
  note(
    'The log goes to the terminal; there are no log files. It never holds passwords, tokens, cookies or keys.',
  ),
];
