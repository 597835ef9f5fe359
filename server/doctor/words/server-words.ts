import type { DoctorCode } from '../../contract/doctor.ts';
import type { Words } from '../words.ts';

const megabytes = (bytes: unknown): string => `${(Number(bytes) / 1_048_576).toFixed(1)} MB`;

/** The server itself: video, port, pages, tasks, starts, mail and settings. */
export const serverWords = {
  video_ok: ({ segments, pictures, ms }) => [
    Number(pictures) > 0
      ? `A test camera was taken in, served and decoded: ${segments} segments, ${pictures} pictures, ${ms} ms.`
      : `A test camera was taken in and served: ${segments} segments, ${ms} ms. Its pictures were not decoded, because there is no ffprobe here.`,
  ],
  video_too_large: ({ max_bytes: bytes }) => [
    `Even small segments are refused: at most ${bytes} bytes are taken (${megabytes(bytes)}).`,
    'Remove SEGMENT_PUSH_MAX_BYTES from the settings or raise it to 2097152, then restart the server.',
  ],
  video_refused: ({ status }) => [
    `The test camera’s video was not taken (status ${status}).`,
    'Restart the server. If it stays like this, look into its log for the same moment and reinstall this version.',
  ],
  video_lost: ({ max_segments: segments, max_bytes: bytes }) => [
    `The test camera’s video was dropped before it could be watched; the memory for video is ${megabytes(bytes)} in all and ${segments} segments a camera.`,
    'Raise SEGMENT_CACHE_MAX_TOTAL_BYTES (as a rule 2147483648), then restart the server.',
  ],
  video_changed: () => [
    'The test camera’s video came out different from what went in.',
    'Reinstall this version; if it stays like this, have the memory of the computer tested.',
  ],
  video_undecodable: () => [
    'The test camera’s video could not be decoded.',
    'Reinstall ffmpeg on this computer, and this version of the server.',
  ],
  port_ok: ({ port }) => [`The server answers on port ${port}.`],
  port_free: ({ port }) => [`The server does not run; port ${port} is free for it.`],
  port_silent: ({ port }) => [
    `The server does not answer on port ${port} of this computer.`,
    'Restart the server. A security program on this computer may block it: allow node there.',
  ],
  port_taken: ({ port }) => [
    `The server does not run, and another program has port ${port}.`,
    'Stop that program, or set PORT to a free number, such as 8001.',
  ],
  dashboard_ok: () => ['The dashboard’s pages are there.'],
  dashboard_missing: () => [
    'The dashboard’s pages are missing.',
    'Run npm run build, then restart the server.',
  ],
  tasks_ok: ({ tasks }) => [`All ${tasks} background tasks do their work.`],
  task_failing: ({ task, error }) => [
    `The background task “${task}” failed last time (${error}).`,
    'It is tried again by itself. Look into the log for its name; a full disk and a missing network are the usual causes.',
  ],
  task_stalled: ({ task, minutes }) => [
    `The background task “${task}” has not come to an end for ${minutes} minutes.`,
    'Restart the server.',
  ],
  restarts_ok: () => ['The server does not restart all the time.'],
  restarts_many: ({ times }) => [
    `The server ended unexpectedly ${times} times in the last hour.`,
    'Look into the log for the last lines before each start. The usual causes are too little memory and a disk that fails.',
  ],
  mail_off: () => ['Mail is switched off.'],
  mail_ok: ({ waiting, last }) => [
    last === ''
      ? `The mail service is there; ${waiting} mails wait.`
      : `The mail service is there and took the last mail at ${last}; ${waiting} mails wait.`,
  ],
  mail_unconfigured: () => [
    'Mail is on, but something is missing to send it.',
    'Open Settings → Mail, complete what is asked for and send a test mail.',
  ],
  mail_unreachable: ({ host, port }) => [
    `The mail server ${host} does not answer on port ${port}.`,
    'Check name and port under Settings → Mail (or SMTP_HOST and SMTP_PORT) and the network of this computer, then send a test mail.',
  ],
  mail_stuck: ({ mails, minutes }) => [
    `${mails} mails wait, the oldest for ${minutes} minutes.`,
    'Send a test mail under Settings → Mail: it says what the mail service answers. Waiting mails then leave by themselves.',
  ],
  mail_refused: ({ reason }) => [
    `The last mail was refused: ${reason}`,
    'Correct the account or the sender under Settings → Mail and send a test mail.',
  ],
  mail_worker_stopped: () => [
    'No mail is sent: the task that sends them stands still.',
    'Restart the server.',
  ],
  settings_ok: () => ['Every setting was understood.'],
  setting_ignored: ({ text }) => [
    String(text),
    'Correct it in the environment or in .env, then restart the server.',
  ],
  check_failed: ({ error }) => [
    `This could not be examined (${error}).`,
    'Run the doctor again; if it stays like this, look into the log of the server.',
  ],
} satisfies Partial<Record<DoctorCode, Words>>;

const FIREWALL: Readonly<Record<string, string>> = {
  windows:
    'Windows Security → Firewall → Allow an app: allow Node.js or Sentinel Command Center in private networks',
  mac: 'System Settings → Network → Firewall → Options: allow incoming connections for node',
};

const AWAKE: Readonly<Record<string, string>> = {
  windows: 'Settings → System → Power: set “sleep when plugged in” to never',
  mac: 'System Settings → Energy: prevent automatic sleeping',
  linux: 'turn automatic suspend off in the power settings, or run: sudo systemctl mask suspend.target',
};

/** The computer around the server: network, sleep and clocks. */
export const networkWords = {
  network_ok: () => ['Other devices have reached this server.'],
  network_not_yet: ({ port }) => [
    'Nothing keeps other devices away, but none has come yet.',
    `Open the dashboard on another device. If it does not come, allow port ${port} (TCP) in the firewall.`,
  ],
  network_blocked: ({ port, platform }) => [
    'This server does not answer under its own address in the network.',
    `${FIREWALL[String(platform)] ?? `Allow port ${port} (TCP) in the firewall, for example: sudo ufw allow ${port}/tcp`}.`,
  ],
  network_none: () => [
    'This computer is in no network, so no node and no phone can reach it.',
    'Connect the network cable or the Wi-Fi.',
  ],
  network_local_only: () => ['This server is meant for this computer only (HOST).'],
  network_proxy: () => ['Callers come through a proxy, as configured.'],
  sleep_off: () => ['The computer does not go to sleep by itself.'],
  sleep_on: ({ minutes, platform }) => [
    `The computer goes to sleep after ${minutes} minutes without use, unless a program keeps it awake; nothing is served and nothing received then.`,
    `Keep it awake: ${AWAKE[String(platform)] ?? 'turn automatic sleep off in its power settings'}.`,
  ],
  sleep_unknown: () => [
    'Whether the computer goes to sleep could not be told.',
    'Look into its power settings: automatic sleep should be off.',
  ],
  clock_ok: () => ['Nothing speaks against this computer’s clock.'],
  clock_went_back: ({ minutes }) => [
    `This computer’s clock is behind what it wrote itself, by ${minutes} minutes.`,
    'Set date and time, and switch on setting them by themselves.',
  ],
  clock_against_nodes: ({ seconds, direction }) => [
    `All nodes agree on the time, and this computer is ${seconds} seconds ${direction}.`,
    'Switch on setting date and time by themselves on this computer.',
  ],
  clock_unsynchronized: () => [
    'This computer’s clock is not set by a time server.',
    'Switch it on: sudo timedatectl set-ntp true.',
  ],
  node_clocks_ok: ({ nodes }) => [`The clocks of ${nodes} nodes are right.`],
  node_clocks_none: () => ['There are no nodes whose clocks could be wrong.'],
  node_clocks_unknown: ({ nodes }) => [
    `None of the ${nodes} nodes has told its time in the last hour; a node does so when it reports motion.`,
  ],
  node_clock_wrong: ({ node, seconds, direction }) => [
    `The clock of the node “${node}” is ${seconds} seconds ${direction}.`,
    'Switch on setting date and time by themselves on the node’s computer.',
  ],
} satisfies Partial<Record<DoctorCode, Words>>;
