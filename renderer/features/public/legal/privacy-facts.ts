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
    what: 'Live video',
    where: 'Memory of the server',
    howLong: 'The newest seconds only',
  },
  {
    what: 'Recordings and pictures',
    where: 'The camera computers',
    howLong: 'Until their space is full, oldest first',
  },
  {
    what: 'Incidents with pictures and clips',
    where: 'Database of the server',
    howLong: 'Until an administrator deletes them',
  },
  {
    what: 'Accounts: name, e-mail, role',
    where: 'Database of the server',
    howLong: 'Until the account is removed',
  },
  {
    what: 'Who watched which camera, from which address, with which browser',
    where: 'Database of the server',
    howLong: 'As long as the plan says',
  },
  {
    what: 'Who changed what, from which address',
    where: 'Database of the server',
    howLong: 'As long as the plan says',
  },
  {
    what: 'What AI agents asked for',
    where: 'Database of the server',
    howLong: 'As long as the plan says',
  },
  {
    what: 'Motion and notifications',
    where: 'Database of the server',
    howLong: 'As long as the plan says',
  },
];

export interface Leaves {
  readonly what: string;
  readonly when: string;
}

/** Everything that can leave the operator's network, and the act of the operator that makes it leave. */
export const LEAVES: readonly Leaves[] = [
  {
    what: 'Mail with notifications, to the operator’s mail provider',
    when: 'when the operator sets up mail',
  },
  {
    what: 'Messages to other programs, such as a chat',
    when: 'when the operator adds a webhook',
  },
  {
    what: 'Pictures and questions, to an AI model or agent',
    when: 'when the operator connects one',
  },
  {
    what: 'Error reports without keys, cookies and addresses',
    when: 'when the operator sets that up',
  },
  {
    what: 'The question which version of the node program is newest, to GitHub; nothing about you goes along',
    when: 'unless the operator switches it off',
  },
];
