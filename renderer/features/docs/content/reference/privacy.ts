import { t } from '@lingui/core/macro';
import { code, type Content, heading, list, note, steps, table, text } from '../../text/block.ts';

export const content: Content = [
  text(
    t`Everything stays on your own computers unless you choose otherwise. The server sends nothing about you or your cameras to its makers. This page says what is written down, who sees it, how long it stays, and how to take it along or erase it.`,
  ),
  heading('what-is-written-down', t`What is written down`),
  table(
    [t`Where`, t`What`],
    [
      t`[Admin → Who watched](/admin/watching)`,
      t`Person, camera, network address, time. One entry when somebody opens a camera, then at most one every %watchNoteMinutes% minutes`,
    ],
    [
      t`[Admin → Audit trail](/admin/audit)`,
      t`Who changed what: sign-ins, people, keys, recording, settings, exports`,
    ],
    [t`[Admin → AI agents](/admin/agents)`, t`Which key called which tool, and what came of it`],
    [t`[Motion](/motion)`, t`When something moved in front of a camera`],
  ),
  text(
    t`No page can edit these records. Tell the people concerned that watching is recorded; in many places the law wants that. *Download CSV* saves what the filters match, up to %csvRows% rows.`,
  ),
  heading('how-long-it-stays', t`How long it stays`),
  table(
    [t`What`, t`How long`],
    [
      t`Records, motion, notifications, the log of mails`,
      t`%plusDays% days on a self-hosted installation; see [plans](/docs/plans)`,
    ],
    [t`Sessions`, t`Until %sessionDays% days without use, or until signed out`],
    [t`Live video`, t`The newest %segmentsKept% segments of each camera, in memory only`],
    [t`Recordings and snapshots`, t`On the nodes, until their space is full`],
    [t`Incidents`, t`Until you delete them`],
    [t`Runs of Sentinel AI`, t`Until everything is erased; the pictures it looked at %traceDays% days`],
    [
      t`Backups`,
      t`Those of every night some weeks, see [backup](/docs/backup); your own until you delete them`,
    ],
  ),
  heading('what-leaves-the-house', t`What leaves the house`),
  list(
    t({ message: 'The question for the newest node program, unless `RELEASE_CHECK=off`.' }),
    t`Mails and webhooks, once you set them up.`,
    t`Pictures, to the AI service behind an [agent](/docs/mcp) or the model of [Sentinel AI](/docs/sentinel), if you choose one on the internet.`,
    t({ message: 'Error reports, only with a `SENTRY_DSN` of your own.' }),
    t`Sign-in data, only with Clerk.`,
  ),
  heading('take-it-along', t`Take it along`),
  text(
    t`[Settings → Data and safety](/settings/privacy) saves everything this server knows of the place as a ZIP of JSON files, without hashes and secrets. Up to %dataExportsPerHour% an hour. With a script:`,
  ),
  code('curl -s -H "Authorization: Bearer $TOKEN" -X POST "$URL/api/gdpr/export" -o export.zip'),
  heading('wipe-the-logs', t`Wipe the logs`),
  text(
    t`[Settings → Data and safety](/settings/privacy) deletes who watched and what agents did, for good. The audit trail stays and notes it.`,
  ),
  heading('reset-everything', t`Reset everything`),
  text(
    t({
      message:
        'There too. It makes the place as it was on its first day. You type `reset everything` to confirm. In this order:',
    }),
  ),
  steps(
    t`Backups in the data directory and copies beside the database are deleted.`,
    t`Connected nodes are told to erase their recordings and pairing. Each is waited for %resetSeconds% seconds at most; a node that is off keeps what it has.`,
    t`Nodes, cameras and their keys go.`,
    t`Everything else goes: records, incidents, settings, people.`,
    t`Everybody is signed out, and the server prints a new setup code.`,
  ),
  text(
    t`It cannot reach backups you copied elsewhere, files people saved, and nodes that were not connected.`,
  ),
  heading('one-person-or-one-camera', t`One person or one camera`),
  list(
    t`A removed person loses account and sessions. Their entries in the records stay until their time is up.`,
    t`A deleted node loses its cameras; motion and viewing entries stay until their time is up.`,
  ),
  note(
    t`This page explains the program. What applies in your place is for the operator of this installation to say.`,
  ),
];
