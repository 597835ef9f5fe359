import { code, type Content, heading, list, note, table, text, warning } from '../../text/block.ts';

export const content: Content = [
  text(
    'Recordings are kept **on the node**, on the disk of the camera computer. The server decides when a camera records and shows what the nodes have.',
  ),
  heading('When a camera records'),
  text(
    'Open a camera. The card *Recording* has three choices. Administrators choose, members see the state.',
  ),
  table(
    ['Choice', 'It means'],
    ['*Off*', 'Only live pictures; nothing is kept'],
    ['*Always*', 'Day and night; the oldest recordings make room'],
    ['*On a schedule*', 'Every day between two times. `22:00` to `06:00` runs overnight'],
  ),
  text(
    'The record button and the key `R` switch between *Off* and *Always*. They leave a camera on a schedule alone; change it in its form. [Settings → Recording](/settings/recording) lists all cameras.',
  ),
  heading('The time zone'),
  text(
    'Schedules follow one time zone, chosen in [Settings → Recording](/settings/recording). Until you choose, it is UTC. Daylight saving time is followed too.',
  ),
  heading('Requested, then recording'),
  text(
    'A node learns what to record with the answer to its next report, usually within {{reportSeconds}} seconds. Until then you see *Recording requested*. After a restart of the server or the node this shows again for a moment. While the server cannot be reached there is no recording.',
  ),
  heading('Snapshots'),
  text(
    'The camera button or the key `S` asks the node for a picture. It appears in the browser to save, and a copy stays on the node. Everybody who is signed in may do this, {{snapshotsPerMinute}} times a minute for each camera. A node that does not answer within {{snapshotSeconds}} seconds costs one message, no more.',
  ),
  code(
    'curl -s -H "Authorization: Bearer $TOKEN" -H \'Accept: image/jpeg\' -X POST \\',
    '  "$URL/api/cameras/$CAMERA/snapshot" -o picture.jpg',
  ),
  heading('What nodes keep'),
  text(
    '*Recordings and snapshots* on a node’s card in [Settings → Nodes](/settings/nodes) lists what it has: the newest {{archiveRows}} rows, by camera and UTC day. The node’s own size limit decides how far back that goes. The server deletes recordings only with *Delete node* and a [full reset](/docs/privacy#reset-everything).',
  ),
  heading('Switch on LAN streaming'),
  text(
    'By default a node’s files can be reached only on the camera computer itself: you see the list, but cannot play it. To play recordings here, run this on that computer and start the node again:',
  ),
  code('sourcebox-sentry-cloudnode setup --lan-streaming'),
  warning(
    'From then on the node’s own web server, usually on TCP port {{nodePort}}, answers everybody in the network **without any sign-in**. Do this only in a network you trust, and let that computer’s firewall admit this server alone.',
  ),
  heading('What the server fetches'),
  list(
    'Only from the address the node itself reported, only while it is online, and only from private addresses such as `192.168.…` or `10.…`.',
    'Redirects, names, loopback and public addresses are not followed. Nothing of your own request is passed on.',
    'A file must be reached within {{relayConnectSeconds}} seconds and be through within {{relayTotalSeconds}}. Pictures end at {{pictureMib}} MiB, segments at {{segmentMib}} MiB.',
  ),
  note(
    'Only want to see what happened a moment ago? The camera view goes [back a minute](/docs/live-view#back-a-minute) without any recording.',
  ),
];
