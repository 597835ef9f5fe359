import { t } from '@lingui/core/macro';
import { code, type Content, heading, list, note, table, text, warning } from '../../text/block.ts';

export const content: Content = [
  text(
    t`Recordings are kept **on the node**, on the disk of the camera computer. The server decides when a camera records and shows what the nodes have.`,
  ),
  heading('when-a-camera-records', t`When a camera records`),
  text(
    t`Open a camera. The card *Recording* has three choices. Administrators choose, members see the state.`,
  ),
  table(
    [t`Choice`, t`It means`],
    [t`*Off*`, t`Only live pictures; nothing is kept`],
    [t`*Always*`, t`Day and night; the oldest recordings make room`],
    [t`*On a schedule*`, t({ message: 'Every day between two times. `22:00` to `06:00` runs overnight' })],
  ),
  text(
    t({
      message:
        'The record button and the key `R` switch between *Off* and *Always*. They leave a camera on a schedule alone; change it in its form. [Settings → Recording](/settings/recording) lists all cameras.',
    }),
  ),
  heading('the-time-zone', t`The time zone`),
  text(
    t`Schedules follow one time zone, chosen in [Settings → Recording](/settings/recording). Until you choose, it is UTC. Daylight saving time is followed too.`,
  ),
  heading('requested-then-recording', t`Requested, then recording`),
  text(
    t`A node learns what to record with the answer to its next report, usually within %reportSeconds% seconds. Until then you see *Recording requested*. After a restart of the server or the node this shows again for a moment. While the server cannot be reached there is no recording.`,
  ),
  heading('snapshots', t`Snapshots`),
  text(
    t({
      message:
        'The camera button or the key `S` asks the node for a picture. It appears in the browser to save, and a copy stays on the node. Everybody who is signed in may do this, %snapshotsPerMinute% times a minute for each camera. A node that does not answer within %snapshotSeconds% seconds costs one message, no more.',
    }),
  ),
  code(
    'curl -s -H "Authorization: Bearer $TOKEN" -H \'Accept: image/jpeg\' -X POST \\',
    '  "$URL/api/cameras/$CAMERA/snapshot" -o picture.jpg',
  ),
  heading('what-nodes-keep', t`What nodes keep`),
  text(
    t`*Recordings and snapshots* on a node’s card in [Settings → Nodes](/settings/nodes) lists what it has: the newest %archiveRows% rows, by camera and UTC day. The node’s own size limit decides how far back that goes. The server deletes recordings only with *Delete node* and a [full reset](/docs/privacy#reset-everything).`,
  ),
  heading('switch-on-lan-streaming', t`Switch on LAN streaming`),
  text(
    t`By default a node’s files can be reached only on the camera computer itself: you see the list, but cannot play it. To play recordings here, run this on that computer and start the node again:`,
  ),
  code('sourcebox-sentry-cloudnode setup --lan-streaming'),
  warning(
    t`From then on the node’s own web server, usually on TCP port %nodePort%, answers everybody in the network **without any sign-in**. Do this only in a network you trust, and let that computer’s firewall admit this server alone.`,
  ),
  heading('what-the-server-fetches', t`What the server fetches`),
  list(
    t({
      message:
        'Only from the address the node itself reported, only while it is online, and only from private addresses such as `192.168.…` or `10.…`.',
    }),
    t`Redirects, names, loopback and public addresses are not followed. Nothing of your own request is passed on.`,
    t`A file must be reached within %relayConnectSeconds% seconds and be through within %relayTotalSeconds%. Pictures end at %pictureMib% MiB, segments at %segmentMib% MiB.`,
  ),
  note(
    t`Only want to see what happened a moment ago? The camera view goes [back a minute](/docs/live-view#back-a-minute) without any recording.`,
  ),
];
