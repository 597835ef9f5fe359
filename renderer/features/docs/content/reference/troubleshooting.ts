import { t } from '@lingui/core/macro';
import { code, type Content, heading, list, note, steps, table, text } from '../../text/block.ts';

export const content: Content = [
  text(
    t`The [doctor](/admin/doctor) looks at the installation itself and says in plain words what is wrong and what to do. When the page cannot be opened, ask it in a terminal:`,
  ),
  code('npm run doctor'),
  text(
    t`The rest of this page goes by what you see. [Admin → Health](/admin/health) shows how the server fares.`,
  ),
  heading('it-does-not-start', t`It does not start`),
  table(
    [t`You read`, t`Do`],
    ['`needs Node.js`', t`Install Node.js %nodeJsLeast% or newer`],
    ['`The packages could not be downloaded`', t`Connect to the internet for this one start`],
    ['`The disk is full`', t`Free about a gigabyte`],
    ['`Port is already used`', t({ message: 'It may be running already; else set `PORT` in `.env`' })],
    [t`A name in capitals`, t({ message: 'That variable in `.env` or the environment makes no sense' })],
    ['`The database is damaged`', t`Restore a [backup](/docs/backup#go-back-to-a-backup)`],
    [
      '`was written by a newer version`',
      t`Install that version again, or go [back](/docs/updates#the-way-back)`,
    ],
    ['`The build failed`', t`The lines above it say why`],
  ),
  heading('i-cannot-open-the-page', t`I cannot open the page`),
  list(
    t`**From the same computer:** use exactly the address the start prints.`,
    t`**From another device:** it must be in the same network. Check the [firewall](/docs/network#open-one-port). Guest Wi-Fi usually keeps devices apart.`,
    t({
      message:
        '**The server does not answer under that name (421):** open it by its address, or add the name to `SENTINEL_ALLOWED_HOSTS`.',
    }),
    t`**It wants a setup code:** it stands in the terminal where the server was started.`,
  ),
  heading('i-cannot-sign-in', t`I cannot sign in`),
  list(
    t`**Too many failed sign-ins:** wait as long as it says. Only your address waits.`,
    t`**Password lost:** [reset it](/docs/accounts#a-lost-password) on the server.`,
    t({
      message:
        '**The change was asked for by another web page:** open the dashboard by one address only, and let a proxy pass the `Host` header on.',
    }),
    t`**The next page asks again:** the browser refuses cookies for this address.`,
  ),
  heading('the-node-does-not-connect', t`The node does not connect`),
  text(
    t({
      message:
        'On the camera computer open `/api/health` of this server. No answer means network or firewall. Else run the setup line again and read what it says:',
    }),
  ),
  table(
    [t`The node says`, t`It means`],
    ['`cannot be reached`', t`The address is wrong, or a firewall is in between`],
    ['`node id unknown`', t`It was deleted here, or the server has another database; add it again`],
    ['`key rejected`', t`The key was replaced or mistyped; *Replace its key* and run the new line`],
    [
      t({ message: '`server error`, with 426' }),
      t({ message: 'The node program is older than `MIN_SUPPORTED_NODE_VERSION`; update it' }),
    ],
    [
      '`certificate error`',
      t`Self-signed certificates never work; see [why plain http](/docs/network#why-plain-http)`,
    ],
  ),
  text(
    t`Online, but no cameras: the node looks for cameras only when it starts. Restart it after plugging one in.`,
  ),
  heading('the-picture', t`The picture`),
  table(
    [t`On the tile`, t`Look at`],
    [
      t`No picture yet: video format`,
      t`The camera sends something other than H.264; change that on the node`,
    ],
    [
      t`No picture yet: not started`,
      t({ message: 'Does the node’s own output name 413? Then raise `SEGMENT_PUSH_MAX_BYTES`' }),
    ],
    [t`Reconnecting, again and again`, t`The network between node and server; Wi-Fi is the usual suspect`],
    [t`Frozen since …`, t`The browser gets no new pictures: server stopped, or network lost`],
    [t`Offline since …`, t`The node: is it on?`],
    [t`Camera failed`, t`Unplug the camera, plug it in, restart the node`],
  ),
  heading('recording-and-motion', t`Recording and motion`),
  list(
    t`**Recording requested stays:** the node has not reported since. Is it online?`,
    t`**It records at the wrong hour:** set the [time zone](/docs/recording#the-time-zone).`,
    t`**Days are listed but do not play:** see [LAN streaming](/docs/recording#switch-on-lan-streaming).`,
    t`**No motion:** see [motion](/docs/motion#nothing-shown-although-something-moved).`,
  ),
  heading('mail-does-not-arrive', t`Mail does not arrive`),
  list(
    t`Send a test mail in [Settings → Mail](/settings/mail) and read what it says.`,
    t`Look at [Admin → Mail](/admin/mail) for what became of it.`,
    t`Check that the kind is mailed at all, in [Settings → Notifications](/settings/notifications).`,
  ),
  heading('the-disk-is-full', t`The disk is full`),
  text(
    t({
      message:
        'Live video goes on, because it needs no disk. Changes are refused with a sentence that says so. Free some space, and everything works again without a restart. Usual causes are old copies and backups in the data directory. The health page warns from %diskWarnPercent% percent on; from %diskCriticalPercent% percent it is critical (`DISK_CRITICAL_THRESHOLD_PERCENT`).',
    }),
  ),
  heading('still-stuck', t`Still stuck`),
  steps(
    t({ message: 'Start with `LOG_LEVEL=debug` and repeat what fails.' }),
    t({
      message:
        'Find the request id of the failing call: the browser’s network view shows it as `X-Request-Id`, the log as `req=`.',
    }),
    t`Read the lines with that id.`,
  ),
  note(
    t`The log goes to the terminal; only the desktop program keeps it in files. It never holds passwords, tokens, cookies or keys.`,
  ),
];
