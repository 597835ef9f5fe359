import { t } from '@lingui/core/macro';

/** Lengths of time this page names; a test compares them with what the server does. */
export const SESSION_DAYS = 30;
/** While somebody goes on watching one camera, that is noted once in so many minutes. */
export const WATCHING_NOTE_MINUTES = 5;

export interface Kept {
  readonly what: string;
  readonly where: string;
  readonly howLong: string;
}

/** Everything that is kept, with its place and its end. */
export const KEPT: readonly Kept[] = [
  {
    what: t`Live video`,
    where: t`Memory of the server`,
    howLong: t`The newest seconds only`,
  },
  {
    what: t`Recordings and pictures`,
    where: t`The camera computers`,
    howLong: t`Until their space is full, oldest first`,
  },
  {
    what: t`Incidents with pictures and clips`,
    where: t`Database of the server`,
    howLong: t`Until an administrator deletes them`,
  },
  {
    what: t`Accounts: name, e-mail, role`,
    where: t`Database of the server`,
    howLong: t`Until the account is removed`,
  },
  {
    what: t`Who watched which camera, from which address, with which browser`,
    where: t`Database of the server`,
    howLong: t`As long as the plan says`,
  },
  {
    what: t`Who changed what, from which address`,
    where: t`Database of the server`,
    howLong: t`As long as the plan says`,
  },
  {
    what: t`What AI agents asked for`,
    where: t`Database of the server`,
    howLong: t`As long as the plan says`,
  },
  {
    what: t`Motion and notifications`,
    where: t`Database of the server`,
    howLong: t`As long as the plan says`,
  },
  {
    what: t`Backups, with all of the database`,
    where: t`Disk of the server, and wherever the operator copies them`,
    howLong: t`Those of every night some weeks, others until they are deleted`,
  },
];

export interface Leaves {
  readonly what: string;
  readonly when: string;
}

/** Everything that can leave the operator's network, and the act of the operator that makes it leave. */
export const LEAVES: readonly Leaves[] = [
  {
    what: t`Mail with notifications, to the operator’s mail provider`,
    when: t`when the operator sets up mail`,
  },
  {
    what: t`Messages to other programs, such as a chat`,
    when: t`when the operator adds a webhook`,
  },
  {
    what: t`Pictures and questions, to an AI model or agent`,
    when: t`when the operator connects one`,
  },
  {
    what: t`Error reports without keys, cookies and addresses`,
    when: t`when the operator sets that up`,
  },
  {
    what: t`The question which version of the node program is newest, to GitHub; nothing about you goes along`,
    when: t`unless the operator switches it off`,
  },
];
