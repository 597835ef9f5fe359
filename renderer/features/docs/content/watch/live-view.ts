import { t } from '@lingui/core/macro';
import { pipelineDiagram } from '../../diagrams/pipeline.ts';
import { code, type Content, figure, heading, list, note, table, text } from '../../text/block.ts';

export const content: Content = [
  text(t`[The wall](/) shows all cameras at once. A tile says *live* only while new pictures really arrive.`),
  heading('arrange-the-wall', t`Arrange the wall`),
  list(
    t`**Layouts:** all cameras at once, or a fixed grid. Your choice stays in this browser.`,
    t`**Order:** drag a tile to another place, or hold Shift and use the arrow keys.`,
    t`**Groups:** cameras that belong together, made in [Settings → Groups](/settings/groups). Choose one above the wall.`,
    t`**Kiosk mode** hides everything but the cameras and keeps the screen on where the browser allows it. Esc leaves it.`,
  ),
  heading('what-a-tile-says', t`What a tile says`),
  table(
    [t`On the tile`, t`It means`],
    [t`Starting`, t`The player opens the stream; no picture yet`],
    [t`LIVE`, t`New pictures arrive now; the number is the measured delay`],
    [t`Reconnecting`, t`Pictures stopped a moment ago; it tries again`],
    [t`Frozen since …`, t`No new picture for %frozenSeconds% seconds; the old one is drawn pale`],
    [t`Offline since …`, t`No word from the camera’s node for %offlineSeconds% seconds`],
    [t`Camera failed`, t`The node reports a fault of this camera, with its reason`],
    [
      t`No picture yet`,
      t`%noPictureSeconds% seconds without a first picture; the tile says why and keeps trying`,
    ],
    [t`Suspended by plan`, t`More cameras than the plan allows; see [plans](/docs/plans)`],
  ),
  text(
    t`Live needs three proofs: a new picture was decoded within %pictureSeconds% seconds, the stream grew within %growthSeconds% seconds, and the delay is not above %delaySeconds% seconds. Cameras with long segments get more time. An open connection proves nothing.`,
  ),
  heading('keys', t({ message: 'Keys', context: 'keyboard' })),
  table(
    [t({ message: 'Key', context: 'keyboard' }), t`Does`],
    ['`←` `↑` `→` `↓`', t`Goes to another camera`],
    ['`Enter`', t`Opens the camera`],
    ['`Esc`', t`Back to all cameras`],
    ['`Space`', t`Pauses or plays`],
    ['`S`', t`Takes a snapshot`],
    ['`R`', t`Starts or stops recording (administrators)`],
    ['`I`', t`Files an incident (administrators)`],
    ['`F`', t`Full screen`],
    ['`M`', t`Sound on or off`],
    [t({ message: '`J` and `L`' }), t`In the camera view: %stepSeconds% seconds back, and back to live`],
    ['`Ctrl K`', t({ message: 'Searches for a camera, a page or something to do (`⌘K` on a Mac)' })],
    ['`?`', t`Shows all keys`],
  ),
  heading('back-a-minute', t`Back a minute`),
  text(
    t`In the camera view the bar under the picture goes back up to %rewindSeconds% seconds. It shows what your browser still holds, so nothing has to be recorded. For longer, see [recording](/docs/recording).`,
  ),
  heading('how-a-picture-gets-here', t`How a picture gets here`),
  figure(pipelineDiagram),
  text(
    t({
      message:
        'The server keeps the newest %segmentsKept% segments of each camera, and not more than %cacheGib% GiB for all cameras together. `SEGMENT_CACHE_MAX_PER_CAMERA` and `SEGMENT_CACHE_MAX_TOTAL_BYTES` change that. Live video is never written to the server’s disk.',
    }),
  ),
  heading('in-another-player', t`In another player`),
  text(t`Sign in once and keep the token:`),
  code(
    'URL=http://127.0.0.1:8000',
    "curl -s -c cookies.txt -H 'Content-Type: application/json' \\",
    '  -d \'{"email":"you@example.com","password":"your password"}\' "$URL/api/auth/sign-in"',
    'TOKEN=$(awk \'$6 == "sentinel_session" { print $7 }\' cookies.txt)',
  ),
  text(t({ message: 'Then play a camera; its id stands in the list at `/api/cameras`:' })),
  code(
    'CAMERA=1a2b3c4d_dev_video0',
    'mpv --http-header-fields="Authorization: Bearer $TOKEN" \\',
    '  "$URL/api/cameras/$CAMERA/stream.m3u8"',
  ),
  note(
    t({
      message: 'A program that stops using its token should end the session with `POST /api/auth/sign-out`.',
    }),
  ),
];
