import { t } from '@lingui/core/macro';
/** Where a claim is proved: a file of the program, and the title of the test in it that says so. */
export interface Proof {
  readonly file: string;
  readonly title: string;
}

export interface Claim {
  readonly text: string;
  readonly proof: Proof;
}

export interface ClaimGroup {
  readonly title: string;
  readonly claims: readonly Claim[];
}

function claim(text: string, file: string, title: string): Claim {
  return { text, proof: { file, title } };
}

const WHO_GETS_IN: ClaimGroup = {
  title: t`Who gets in`,
  claims: [
    claim(
      t`Every door is tried with every kind of caller: strangers, members, administrators, nodes and forged keys. Each opens only what it should.`,
      'tests/server/http/permission-matrix.slow.ts',
      'every declared route for every caller, local accounts',
    ),
    claim(
      t`Passwords are kept as argon2id hashes, never as text.`,
      'tests/server/auth/password-hasher.slow.ts',
      'stores argon2id with 19 MiB, two passes and a fresh salt',
    ),
    claim(
      t`After five wrong passwords the address that guesses has to wait, twice as long each time.`,
      'tests/server/auth/sign-in-guard.test.ts',
      'makes an account and address wait after five failures, doubling each time',
    ),
    claim(
      t`Nobody can lock you out by guessing your password.`,
      'tests/server/auth/sign-in-guard.test.ts',
      'a stranger cannot lock the owner out: a new address of the owner is slowed but not refused',
    ),
    claim(
      t`Only somebody at the machine, or with the one-time code it prints, can create the first account.`,
      'tests/server/auth/setup.test.ts',
      'needs the one-time code from elsewhere',
    ),
    claim(
      t`Whoever is disabled or removed is signed out everywhere at once.`,
      'tests/server/auth/members.test.ts',
      'removing ends the sessions at once',
    ),
    claim(
      t`A session ends after 30 days without use.`,
      'tests/server/auth/session-cache.slow.ts',
      'a session ends after 30 days without use, and use slides it',
    ),
  ],
};

const KEYS: ClaimGroup = {
  title: t`Keys and secrets`,
  claims: [
    claim(
      t`The key of a camera computer is shown once. Only its hash is kept.`,
      'tests/server/nodes/provisioning.slow.ts',
      'an 8-hex id and a UUID key that is shown once and stored hashed',
    ),
    claim(
      t`A replaced key is dead at once.`,
      'tests/server/nodes/provisioning.slow.ts',
      'after a rotation the old key fails everywhere and the new one works',
    ),
    claim(
      t`The key of an AI agent opens the tools it was made for, and no other door.`,
      'tests/server/mcp/wired/doors.slow.ts',
      'the key of an agent opens no route of the REST service',
    ),
    claim(
      t`Passwords of mail servers are sealed before they are stored, and never shown again.`,
      'tests/server/email/setup/mail-settings.test.ts',
      'are sealed at rest, and neither answered, logged nor audited',
    ),
    claim(
      t`The log of the server holds no password, key or session.`,
      'tests/server/system/log-lines.test.ts',
      'holds no secret, and every line has the form',
    ),
    claim(
      t`The database can be read by the account that runs the server only.`,
      'tests/server/db/open-database.test.ts',
      'the file, its log and the copy before a migration are readable for this user only',
    ),
  ],
};

const BROWSER: ClaimGroup = {
  title: t`In your browser`,
  claims: [
    claim(
      t`The page may load nothing from another host.`,
      'tests/server/http/dashboard-files.test.ts',
      'the page may load nothing from another host',
    ),
    claim(
      t`Scripts cannot read the cookie you are signed in with.`,
      'tests/server/auth/auth-routes.test.ts',
      'signs in with a cookie that scripts cannot read',
    ),
    claim(
      t`Another web page cannot change anything in your name.`,
      'tests/server/http/cross-origin.test.ts',
      'a change asked for with a cookie must come from a page of ours',
    ),
    claim(
      t`A web site that points its own name at this server gets nothing.`,
      'tests/server/http/host-check.test.ts',
      'a page of another site that points its name here cannot set this installation up',
    ),
    claim(
      t`What people or AI agents write in a report is shown as text and can run nothing.`,
      'tests/renderer/incidents-markdown.test.ts',
      'hostile Markdown stays inert: %s',
    ),
  ],
};

const NETWORK: ClaimGroup = {
  title: t`On your network`,
  claims: [
    claim(
      t`The server fetches recordings from private addresses of your network only, whatever a node says.`,
      'tests/server/nodes/archive/node-archive.slow.ts',
      'a node that names loopback, a link-local or a public address is never fetched from',
    ),
    claim(
      t`Nobody can step out of the folder of the dashboard through a crafted address.`,
      'tests/server/http/dashboard-files.test.ts',
      '%s never leaves the folder',
    ),
    claim(
      t`Callers that send slowly on purpose are cut off while others are served.`,
      'tests/hostile/slow-clients.slow.ts',
      'headers and bodies that trickle in are cut off while others are served',
    ),
    claim(
      t`Random nonsense sent to every door breaks nothing.`,
      'tests/hostile/fuzz.slow.ts',
      'after all of it the server is well and logged no surprise',
    ),
    claim(
      t`One organisation never hears of another.`,
      'tests/server/events/event-hub.test.ts',
      'events never cross organizations',
    ),
  ],
};

const RECORDS: ClaimGroup = {
  title: t`Records and erasing`,
  claims: [
    claim(
      t`Logs are kept as long as the plan says, and then deleted.`,
      'tests/server/background/log-cleanup.test.ts',
      '400 days of rows, cleaned every week: each plan keeps exactly its days in all six tables',
    ),
    claim(
      t`The export holds your data and no secret.`,
      'tests/server/organization/export.test.ts',
      'no secret, hash, evidence byte or mail body, and nothing of another organization',
    ),
    claim(
      t`A full reset takes accounts, backups and copies along.`,
      'tests/server/organization/full-reset.test.ts',
      'takes accounts, backups and copies along, ends the cookie and begins the setup anew',
    ),
    claim(
      t`A power cut leaves a whole database.`,
      'tests/hostile/kill.slow.ts',
      'a server killed 25 times amid registrations, rotations and settings leaves a whole database and no half change',
    ),
    claim(
      t`Error reports go nowhere unless the operator names an address for them.`,
      'tests/server/system/error-tracking.slow.ts',
      'without an address everything does nothing, twice over',
    ),
  ],
};

/** Everything this page claims; a test looks up every file and title. */
export const CLAIM_GROUPS: readonly ClaimGroup[] = [WHO_GETS_IN, KEYS, BROWSER, NETWORK, RECORDS];
