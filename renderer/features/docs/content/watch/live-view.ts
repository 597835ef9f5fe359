import { pipelineDiagram } from '../../diagrams/pipeline.ts';
import { code, type Content, figure, heading, list, note, table, text } from '../../text/block.ts';

export const content: Content = [
  text('[The wall](/) shows all cameras at once. A tile says *live* only while new pictures really arrive.'),
  heading('Arrange the wall'),
  list(
    '**Layouts:** all cameras at once, or a fixed grid. Your choice stays in this browser.',
    '**Order:** drag a tile to another place, or hold Shift and use the arrow keys.',
    '**Groups:** cameras that belong together, made in [Settings → Groups](/settings/groups). Choose one above the wall.',
    '**Kiosk mode** hides everything but the cameras and keeps the screen on where the browser allows it. Esc leaves it.',
  ),
  heading('What a tile says'),
  table(
    ['On the tile', 'It means'],
    ['Starting', 'The player opens the stream; no picture yet'],
    ['LIVE', 'New pictures arrive now; the number is the measured delay'],
    ['Reconnecting', 'Pictures stopped a moment ago; it tries again'],
    ['Frozen since …', 'No new picture for {{frozenSeconds}} seconds; the old one is drawn pale'],
    ['Offline since …', 'No word from the camera’s node for {{offlineSeconds}} seconds'],
    ['Camera failed', 'The node reports a fault of this camera, with its reason'],
    [
      'No picture yet',
      '{{noPictureSeconds}} seconds without a first picture; the tile says why and keeps trying',
    ],
    ['Suspended by plan', 'More cameras than the plan allows; see [plans](/docs/plans)'],
  ),
  text(
    'Live needs three proofs: a new picture was decoded within {{pictureSeconds}} seconds, the stream grew within {{growthSeconds}} seconds, and the delay is not above {{delaySeconds}} seconds. Cameras with long segments get more time. An open connection proves nothing.',
  ),
  heading('Keys'),
  table(
    ['Key', 'Does'],
    ['`←` `↑` `→` `↓`', 'Goes to another camera'],
    ['`Enter`', 'Opens the camera'],
    ['`Esc`', 'Back to all cameras'],
    ['`Space`', 'Pauses or plays'],
    ['`S`', 'Takes a snapshot'],
    ['`R`', 'Starts or stops recording (administrators)'],
    ['`I`', 'Files an incident (administrators)'],
    ['`F`', 'Full screen'],
    ['`M`', 'Sound on or off'],
    ['`J` and `L`', 'In the camera view: {{stepSeconds}} seconds back, and back to live'],
    ['`Ctrl K`', 'Searches for a camera, a page or something to do (`⌘K` on a Mac)'],
    ['`?`', 'Shows all keys'],
  ),
  heading('Back a minute'),
  text(
    'In the camera view the bar under the picture goes back up to {{rewindSeconds}} seconds. It shows what your browser still holds, so nothing has to be recorded. For longer, see [recording](/docs/recording).',
  ),
  heading('How a picture gets here'),
  figure(pipelineDiagram),
  text(
    'The server keeps the newest {{segmentsKept}} segments of each camera, and not more than {{cacheGib}} GiB for all cameras together. `SEGMENT_CACHE_MAX_PER_CAMERA` and `SEGMENT_CACHE_MAX_TOTAL_BYTES` change that. Live video is never written to the server’s disk.',
  ),
  heading('In another player'),
  text('Sign in once and keep the token:'),
  code(
    'URL=http://127.0.0.1:8000',
    "curl -s -c cookies.txt -H 'Content-Type: application/json' \\",
    '  -d \'{"email":"you@example.com","password":"your password"}\' "$URL/api/auth/sign-in"',
    'TOKEN=$(awk \'$6 == "sentinel_session" { print $7 }\' cookies.txt)',
  ),
  text('Then play a camera; its id stands in the list at `/api/cameras`:'),
  code(
    'CAMERA=1a2b3c4d_dev_video0',
    'mpv --http-header-fields="Authorization: Bearer $TOKEN" \\',
    '  "$URL/api/cameras/$CAMERA/stream.m3u8"',
  ),
  note('A program that stops using its token should end the session with `POST /api/auth/sign-out`.'),
];
