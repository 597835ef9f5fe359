import { t } from '@lingui/core/macro';
import { code, type Content, heading, list, note, table, text } from '../../text/block.ts';

export const content: Content = [
  text(
    t`Accounts live in the server’s own database and work without the internet. Everybody signs in with an e-mail and a password of their own.`,
  ),
  heading('two-roles', t`Two roles`),
  table(
    [t`May`, t`Member`, t`Administrator`],
    [t`See cameras, live video, motion; take snapshots`, t`yes`, t`yes`],
    [t`Change the own password`, t`yes`, t`yes`],
    [t`Add, delete and re-key nodes`, t`no`, t`yes`],
    [t`Invite, change and remove people`, t`no`, t`yes`],
    [t`Recording, groups, settings, playing recordings`, t`no`, t`yes`],
    [t`Incidents, AI agents`, t`no`, t`yes`],
    [t`Read the records, export, erase`, t`no`, t`yes`],
  ),
  text(
    t`The owner you create at the first start is an administrator like any other. The last administrator can neither be removed nor disabled nor made a member.`,
  ),
  heading('invite-somebody', t`Invite somebody`),
  text(
    t`[Settings → People](/settings/members) makes a link for one e-mail address. It works once and for %inviteDays% days. The server sends no mail with it: pass it on any way you like. The invited person chooses a name and a password and is signed in.`,
  ),
  heading('change-or-remove-somebody', t`Change or remove somebody`),
  text(
    t`A new role counts from the next click on. A disabled or removed person is signed out everywhere at once. A disabled one can be enabled again.`,
  ),
  heading('your-own-account', t`Your own account`),
  text(
    t`[Settings → Your account](/settings/account) changes your password, which signs out your other devices. *Sign out everywhere* ends every session, this one too. A session lasts until %sessionDays% days without use, and a person can have %sessionsMost% of them; beyond that the least recently used one ends.`,
  ),
  heading('guessing-is-slow', t`Guessing is slow`),
  list(
    t`After %freeFailures% failed attempts for one account from one address, that address waits before each further one, longer each time, up to %longestWaitMinutes% minutes.`,
    t`After %addressFailures% failed attempts from one address within %addressMinutes% minutes, for whatever accounts, that address waits.`,
  ),
  text(t`Waits hit the address that guesses, not the account. So nobody can lock you out.`),
  heading('a-lost-password', t`A lost password`),
  text(t`On the server, in the project folder. The server may keep running:`),
  code('npm run reset-password -- --email you@example.com'),
  text(
    t({
      message:
        'It sets a new password, prints it, and signs the account out everywhere. Without `--email` the first administrator is meant. For somebody else’s password run the same command with their e-mail.',
    }),
  ),
  heading('without-a-screen', t`Without a screen`),
  text(
    t({
      message:
        'A server in a cupboard can get its owner from the configuration: set `SENTINEL_OWNER_EMAIL` and `SENTINEL_OWNER_PASSWORD` before the first start.',
    }),
  ),
  heading('sign-in-through-clerk', t`Sign-in through Clerk`),
  text(
    t({
      message:
        'With `CLERK_SECRET_KEY` and `CLERK_PUBLISHABLE_KEY` set, people sign in through Clerk, a hosted identity service. People, roles and plans are then managed there, and this needs the internet. Local accounts are not used meanwhile.',
    }),
  ),
  note(
    t({
      message:
        'Changing between the two changes the id your data belongs to, so the wall looks empty. With the server stopped, `npm run reassign-organization` moves the data over.',
    }),
  ),
];
