import { t } from '@lingui/core/macro';
import { motionDiagram } from '../../diagrams/motion.ts';
import { code, type Content, figure, heading, list, text } from '../../text/block.ts';

export const content: Content = [
  text(
    t`The **node** watches for motion, not this server. It compares pictures and reports how much of the picture changed, as a score in percent. How sensitive it is, and how long it waits between two reports, is set on the node.`,
  ),
  heading('what-becomes-of-it', t`What becomes of it`),
  figure(motionDiagram),
  heading('where-you-see-it', t`Where you see it`),
  list(
    t`**A pop-up** names the camera and the score.`,
    t`**The tile** of the camera is marked for a moment.`,
    t`[The page Motion](/motion) has a timeline for each camera and all events. Filter by camera and time; *Show older* loads more.`,
    t`**The camera view** lists the motion of that camera in the last day.`,
  ),
  text(t`Everybody who is signed in sees motion.`),
  heading('too-much-of-it', t`Too much of it`),
  list(
    t`Keep one camera or a group quiet for a while, see [keep it quiet](/docs/notifications#keep-it-quiet).`,
    t`Switch *Motion* off in [Settings → Notifications](/settings/notifications): no more items at the bell, but the timelines go on.`,
    t`Switch *Store motion reports* off there: nothing is kept, shown or sent on. What is stored already stays until its time is up.`,
    t`Make the node less sensitive, in its own settings.`,
  ),
  heading('nothing-shown-although-something-moved', t`Nothing shown although something moved`),
  text(
    t`Check that *Store motion reports* is on, that the camera is live, and that the node finds motion at all. A node sends at most %motionPerMinute% reports a minute for each camera.`,
  ),
  heading('from-a-script', t`From a script`),
  text(t({ message: '`$URL`, `$TOKEN` and `$CAMERA` are explained in [API](/docs/api#sign-in).' })),
  code(
    'auth="Authorization: Bearer $TOKEN"',
    'curl -s -H "$auth" "$URL/api/motion/events?hours=24&limit=50"',
    'curl -s -H "$auth" "$URL/api/motion/events?camera_id=$CAMERA&hours=168"',
    'curl -s -H "$auth" "$URL/api/motion/events/stats?hours=24"',
    'curl -sN -H "$auth" "$URL/api/motion/events/stream"   # as it happens',
  ),
  text(
    t({
      message:
        'A list has at most %motionRows% events; `offset` goes on from there. The last line is a stream of server-sent events. It sends a comment after %keepAliveSeconds% silent seconds and replays nothing: after a reconnection ask for what you missed. A reader that falls more than %keepAliveQueue% events behind is disconnected.',
    }),
  ),
];
