import { code, type Content, heading, list, note, steps, table, text } from '../../text/block.ts';

export const content: Content = [
  text(
    'Everything stays on your own computers unless you choose otherwise. The server sends nothing about you or your cameras to its makers. This page says what is written down, who sees it, how long it stays, and how to take it along or erase it.',
  ),
  heading('What is written down'),
  table(
    ['Where', 'What'],
    [
      '[Admin → Who watched](/admin/watching)',
      'Person, camera, network address, time. One entry when somebody opens a camera, then at most one every {{watchNoteMinutes}} minutes',
    ],
    [
      '[Admin → Audit trail](/admin/audit)',
      'Who changed what: sign-ins, people, keys, recording, settings, exports',
    ],
    ['[Admin → AI agents](/admin/agents)', 'Which key called which tool, and what came of it'],
    ['[Motion](/motion)', 'When something moved in front of a camera'],
  ),
  text(
    'No page can edit these records. Tell the people concerned that watching is recorded; in many places the law wants that. *Download CSV* saves what the filters match, up to {{csvRows}} rows.',
  ),
  heading('How long it stays'),
  table(
    ['What', 'How long'],
    [
      'Records, motion, notifications, the log of mails',
      '{{plusDays}} days on a self-hosted installation; see [plans](/docs/plans)',
    ],
    ['Sessions', 'Until {{sessionDays}} days without use, or until signed out'],
    ['Live video', 'The newest {{segmentsKept}} segments of each camera, in memory only'],
    ['Recordings and snapshots', 'On the nodes, until their space is full'],
    ['Incidents', 'Until you delete them'],
    ['Runs of Sentinel AI', 'Until everything is erased; the pictures it looked at {{traceDays}} days'],
    ['Backups', 'Until you delete them'],
  ),
  heading('What leaves the house'),
  list(
    'The question for the newest node program, unless `RELEASE_CHECK=off`.',
    'Mails and webhooks, once you set them up.',
    'Pictures, to the AI service behind an [agent](/docs/mcp) or the model of [Sentinel AI](/docs/sentinel), if you choose one on the internet.',
    'Error reports, only with a `SENTRY_DSN` of your own.',
    'Sign-in data, only with Clerk.',
  ),
  heading('Take it along'),
  text(
    '[Settings → Data and safety](/settings/privacy) saves everything this server knows of the place as a ZIP of JSON files, without hashes and secrets. Up to {{dataExportsPerHour}} an hour. With a script:',
  ),
  code('curl -s -H "Authorization: Bearer $TOKEN" -X POST "$URL/api/gdpr/export" -o export.zip'),
  heading('Wipe the logs'),
  text(
    '[Settings → Data and safety](/settings/privacy) deletes who watched and what agents did, for good. The audit trail stays and notes it.',
  ),
  heading('Reset everything'),
  text(
    'There too. It makes the place as it was on its first day. You type `reset everything` to confirm. In this order:',
  ),
  steps(
    'Backups in the data directory and copies beside the database are deleted.',
    'Connected nodes are told to erase their recordings and pairing. Each is waited for {{resetSeconds}} seconds at most; a node that is off keeps what it has.',
    'Nodes, cameras and their keys go.',
    'Everything else goes: records, incidents, settings, people.',
    'Everybody is signed out, and the server prints a new setup code.',
  ),
  text(
    'It cannot reach backups you copied elsewhere, files people saved, and nodes that were not connected.',
  ),
  heading('One person or one camera'),
  list(
    'A removed person loses account and sessions. Their entries in the records stay until their time is up.',
    'A deleted node loses its cameras; motion and viewing entries stay until their time is up.',
  ),
  note(
    'This page explains the program. What applies in your place is for the operator of this installation to say.',
  ),
];
