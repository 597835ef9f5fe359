import { t } from '@lingui/core/macro';
import type { DoctorCode } from '../../../../server/contract/doctor.ts';
import { formats } from '../../../hooks/format.ts';
import { taskName } from '../health-names.ts';
import { lengthWords } from '../health-words.ts';
import type { Words } from './finding-words.ts';

const bytes = (value: unknown): string => formats.bytes(Number(value));
const count = (value: unknown): string => formats.count(Number(value));

const RESTART = t`Restart the server.`;

/** The server itself: video, port, pages, tasks, starts and mail. */
export const serverWords = {
  video_ok: (facts) => {
    const time = formats.duration(Number(facts['ms']));
    const pictures = count(facts['pictures']);
    return facts['pictures'] === 0
      ? [
          t`A test camera was taken in and served in ${time}. There is no ffprobe here to decode its pictures.`,
        ]
      : [t`A test camera was taken in, served and decoded in ${time}: ${pictures} pictures.`];
  },
  video_too_large: (facts) => {
    const size = bytes(facts['max_bytes']);
    return [
      t`Even small segments are refused: at most ${size} are taken.`,
      t`Remove SEGMENT_PUSH_MAX_BYTES from the settings of the server, then restart it.`,
    ];
  },
  video_refused: (facts) => {
    const { status = 0 } = facts;
    return [
      t`The video of the test camera was not taken (status ${status}).`,
      t`Restart the server. If it stays like this, look into its log for the same moment and reinstall this version.`,
    ];
  },
  video_lost: (facts) => {
    const size = bytes(facts['max_bytes']);
    return [
      t`The video of the test camera was dropped before it could be watched; the memory for video is only ${size}.`,
      t`Raise SEGMENT_CACHE_MAX_TOTAL_BYTES in the settings of the server, then restart it.`,
    ];
  },
  video_changed: () => [
    t`The video of the test camera came out different from what went in.`,
    t`Reinstall this version; if it stays like this, have the memory of the computer tested.`,
  ],
  video_undecodable: () => [
    t`The video of the test camera could not be decoded.`,
    t`Reinstall ffmpeg on the computer of the server, and this version of the server.`,
  ],
  port_ok: (facts) => {
    const { port = '' } = facts;
    return [t`The server answers on port ${port}.`];
  },
  port_silent: (facts) => {
    const { port = '' } = facts;
    return [
      t`The server does not answer on port ${port} of its own computer.`,
      t`Restart the server. A security program on the computer may block it: allow node there.`,
    ];
  },
  dashboard_ok: () => [t`The pages of the dashboard are there.`],
  dashboard_missing: () => [
    t`The pages of the dashboard are missing.`,
    t`Run npm run build on the computer of the server, then restart it.`,
  ],
  tasks_ok: (facts) => {
    const tasks = count(facts['tasks']);
    return [t`All ${tasks} background tasks do their work.`];
  },
  task_failing: (facts) => {
    const task = taskName(String(facts['task']));
    const { error = '' } = facts;
    return [
      t`The task “${task}” failed last time (${error}).`,
      t`It is tried again by itself. The log of the server says why; a full disk and a missing network are the usual causes.`,
    ];
  },
  task_stalled: (facts) => {
    const task = taskName(String(facts['task']));
    const length = lengthWords(Number(facts['minutes']) * 60);
    return [t`The task “${task}” has not come to an end for ${length}.`, RESTART];
  },
  restarts_ok: () => [t`The server does not restart all the time.`],
  restarts_many: (facts) => {
    const times = count(facts['times']);
    return [
      t`The server ended unexpectedly ${times} times in the last hour.`,
      t`Look into the log of the server for the last lines before each start. The usual causes are too little memory and a disk that fails.`,
    ];
  },
  mail_off: () => [t`Mail is switched off.`],
  mail_ok: (facts) => {
    const last = Date.parse(String(facts['last']));
    const waiting = count(facts['waiting']);
    if (Number.isNaN(last)) return [t`The mail service is there; mails waiting: ${waiting}.`];
    const moment = formats.exact(last);
    return [t`The mail service is there and took the last mail on ${moment}; mails waiting: ${waiting}.`];
  },
  mail_unconfigured: () => [
    t`Mail is on, but something is missing to send it.`,
    t`Open Settings → Mail, complete what is asked for and send a test mail.`,
  ],
  mail_unreachable: (facts) => {
    const { host = '', port = '' } = facts;
    return [
      t`The mail server ${host} does not answer on port ${port}.`,
      t`Check name and port under Settings → Mail and the network of the computer, then send a test mail.`,
    ];
  },
  mail_stuck: (facts) => {
    const mails = count(facts['mails']);
    const length = lengthWords(Number(facts['minutes']) * 60);
    return [
      t`Mails waiting: ${mails}, the oldest for ${length}.`,
      t`Send a test mail under Settings → Mail: it says what the mail service answers. Waiting mails then leave by themselves.`,
    ];
  },
  mail_refused: (facts) => {
    const { reason = '' } = facts;
    return [
      t`The last mail was refused: ${reason}`,
      t`Correct the account or the sender under Settings → Mail and send a test mail.`,
    ];
  },
  mail_worker_stopped: () => [t`No mail is sent: the task that sends them stands still.`, RESTART],
  check_failed: (facts) => {
    const { error = '' } = facts;
    return [
      t`This could not be examined (${error}).`,
      t`Examine again; if it stays like this, look into the log of the server.`,
    ];
  },
} satisfies Partial<Record<DoctorCode, Words>>;
