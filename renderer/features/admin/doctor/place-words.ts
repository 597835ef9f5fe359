import { t } from '@lingui/core/macro';
import type { DoctorCode } from '../../../../server/contract/doctor.ts';
import { formats } from '../../../hooks/format.ts';
import { lengthWords } from '../health-words.ts';
import type { Facts, Words } from './finding-words.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;

const FREE_SPACE = t`Free some space: delete old backups and copies named “before-…” in the data directory, or move the data to a larger disk.`;
const SET_BY_ITSELF = t`Switch on setting date and time by themselves on the computer of the server.`;

const diskFacts = (facts: Facts) => ({
  share: formats.percent(Number(facts['percent_used'])),
  free: formats.bytes(Number(facts['bytes_free'])),
});

/** Where the server keeps its data and where it stands: disk, backups, network, sleep and clocks. */
export const placeWords = {
  data_ok: () => [t`The data directory can be written.`],
  data_not_writable: () => [
    t`The data directory cannot be written.`,
    t`Connect its disk again if it is a separate one, or correct the owner of the folder; then restart the server.`,
  ],
  database_ok: (facts) => {
    const size = formats.bytes(Number(facts['bytes']));
    return [t`The database is sound (${size}).`];
  },
  database_missing: () => [
    t`The file of the database is gone while the server runs.`,
    t`Connect its disk again and restart the server. If the file is lost, stop the server and restore the newest backup.`,
  ],
  database_damaged: () => [
    t`The database is damaged.`,
    t`Stop the server and restore the newest backup. The damaged file is kept.`,
  ],
  database_refuses_writes: () => [t`Changes are not stored: the disk is full or refuses writes.`, FREE_SPACE],
  disk_ok: (facts) => {
    const { share, free } = diskFacts(facts);
    return [t`${share} of the disk are used, ${free} are free.`];
  },
  disk_filling: (facts) => {
    const { free } = diskFacts(facts);
    const length = lengthWords(Number(facts['days']) * DAY);
    return [t`At the pace of the last weeks the disk is full in ${length} (${free} free).`, FREE_SPACE];
  },
  disk_full: (facts) => {
    const { share, free } = diskFacts(facts);
    return [t`The disk is nearly full: ${share} are used, ${free} are free.`, FREE_SPACE];
  },
  disk_unknown: () => [t`How full the disk is could not be told.`],
  backups_ok: (facts) => {
    const length = lengthWords(Number(facts['hours']) * HOUR);
    return [t`The newest backup is ${length} old and passed its check.`];
  },
  backups_not_yet: () => [t`There is no backup yet; the first one is made by itself within a day.`],
  backups_off: (facts) => {
    const length = lengthWords(Number(facts['days']) * DAY);
    return [
      t`Backups are not made by themselves, and the newest one is ${length} old.`,
      t`Switch them on under Settings → Backups, or make one there regularly.`,
    ];
  },
  backups_failed: (facts) => {
    const { reason = '' } = facts;
    return [
      t`The last backup failed: ${reason}`,
      t`Put right what it says, then make one under Settings → Backups.`,
    ];
  },
  backups_stale: (facts) => {
    const length = lengthWords(Number(facts['days']) * DAY);
    return [
      t`Backups are on, but the newest one is ${length} old.`,
      t`Make one now under Settings → Backups. Leave the computer on at the hour of the schedule, or choose another hour.`,
    ];
  },
  backups_damaged: (facts) => {
    const { name = '' } = facts;
    return [
      t`The newest backup ${name} does not pass its check.`,
      t`Delete it and make a new one under Settings → Backups. Have the disk checked if that happens again.`,
    ];
  },
  network_ok: () => [t`Other devices have reached this server.`],
  network_not_yet: (facts) => {
    const { port = '' } = facts;
    return [
      t`Nothing keeps other devices away, but none has come yet.`,
      t`Open the dashboard on another device. If it does not come, allow port ${port} (TCP) in the firewall of the server.`,
    ];
  },
  network_blocked: (facts) => {
    const { port = '' } = facts;
    return [
      t`This server does not answer under its own address in the network.`,
      t`Allow port ${port} (TCP), or Sentinel Command Center and node, in the firewall of the server.`,
    ];
  },
  network_none: () => [
    t`The computer of the server is in no network, so no node and no phone can reach it.`,
    t`Connect the network cable or the Wi-Fi.`,
  ],
  network_local_only: () => [t`This server is meant for its own computer only (HOST).`],
  network_proxy: () => [t`Callers come through a proxy, as configured.`],
  sleep_off: () => [t`The computer does not go to sleep by itself.`],
  sleep_on: (facts) => {
    const length = lengthWords(Number(facts['minutes']) * 60);
    return [
      t`The computer goes to sleep after ${length} without use, unless a program keeps it awake; nothing is served and nothing received then.`,
      t`Turn automatic sleep off in the power settings of the computer.`,
    ];
  },
  sleep_unknown: () => [
    t`Whether the computer goes to sleep could not be told.`,
    t`Look into its power settings: automatic sleep should be off.`,
  ],
  clock_ok: () => [t`Nothing speaks against the clock of the computer.`],
  clock_went_back: (facts) => {
    const length = lengthWords(Number(facts['minutes']) * 60);
    return [t`The clock of the computer is ${length} behind what the server wrote itself.`, SET_BY_ITSELF];
  },
  clock_against_nodes: (facts) => {
    const length = lengthWords(Number(facts['seconds']));
    return [
      facts['direction'] === 'ahead'
        ? t`All nodes agree on the time, and the computer of the server is ${length} ahead.`
        : t`All nodes agree on the time, and the computer of the server is ${length} behind.`,
      SET_BY_ITSELF,
    ];
  },
  clock_unsynchronized: () => [t`No time server sets the clock of the computer.`, SET_BY_ITSELF],
  node_clocks_ok: (facts) => {
    const nodes = formats.count(Number(facts['nodes']));
    return [t`The clocks are right; nodes looked at: ${nodes}.`];
  },
  node_clocks_none: () => [t`There are no nodes whose clocks could be wrong.`],
  node_clocks_unknown: () => [
    t`No node has told its time in the last hour; a node does so when it reports motion.`,
  ],
  node_clock_wrong: (facts) => {
    const { node = '' } = facts;
    const length = lengthWords(Number(facts['seconds']));
    return [
      facts['direction'] === 'ahead'
        ? t`The clock of the node “${node}” is ${length} ahead.`
        : t`The clock of the node “${node}” is ${length} behind.`,
      t`Switch on setting date and time by themselves on the computer of the node.`,
    ];
  },
} satisfies Partial<Record<DoctorCode, Words>>;
