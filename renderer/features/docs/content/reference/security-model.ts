import { t } from '@lingui/core/macro';
import { ringsDiagram } from '../../diagrams/rings.ts';
import { type Content, figure, heading, list, table, text, warning } from '../../text/block.ts';

export const content: Content = [
  text(
    t`What stands between a stranger and your video, from the outside in. The page [Security](/security) names the test behind each promise.`,
  ),
  figure(ringsDiagram),
  heading('who-may-do-what', t`Who may do what`),
  table(
    [t`Who calls`, t`Proves it with`, t`May`],
    [
      t`Anybody who reaches the port`,
      t`nothing`,
      t`Load the dashboard’s files, sign in, read the health and the public pages`,
    ],
    [t`Member`, t`Session`, t`See cameras, live video and motion; take snapshots`],
    [t`Administrator`, t`Session`, t`Everything in the dashboard`],
    [t`Camera node`, t`Its key`, t`Push video and reports of its own cameras`],
    [t`AI agent`, t`Its key`, t`The tools and cameras the key allows`],
    [t`Home Assistant`, t`Its key`, t`Read cameras, stills and motion; switch recording`],
    [t`Owner of the machine`, t`Access to its files`, t`Everything: reset passwords, restore backups`],
  ),
  text(
    t`Every row in the database belongs to one organization, and every question is asked for the caller’s organization only. What belongs to another one looks as if it did not exist.`,
  ),
  heading('passwords-and-sessions', t`Passwords and sessions`),
  list(
    t`Passwords are hashed with argon2id (%argonMib% MiB, %argonPasses% passes). Guessing is [slow](/docs/accounts#guessing-is-slow).`,
    t`Of a session only a hash is stored. In the browser it is a cookie that scripts cannot read.`,
    t`It ends after %sessionDays% days without use, at sign-out, and on other devices with a new password.`,
    t`Live connections are checked again every %sweepSeconds% seconds while they last.`,
  ),
  heading('keys', t`Keys`),
  text(
    t`Keys of nodes, agents and Home Assistant are shown once and stored as hashes. Each kind opens only its own doors, and each can be revoked at once. Keys are never written to the log.`,
  ),
  heading('in-the-browser', t`In the browser`),
  list(
    t`A change asked for with a cookie must come from a page of this server.`,
    t`Pages are answered only under [known names](/docs/network#names), which stops DNS rebinding.`,
    t`The content security policy allows scripts, fonts, video and calls from this server only, no inline script, and no frame around the page.`,
    t`Nothing is loaded from any other host. With Clerk, its hosts are added.`,
  ),
  heading('limits', t`Limits`),
  text(
    t({
      message:
        'Bodies are limited, to %bodyMib% MiB of JSON and `SEGMENT_PUSH_MAX_BYTES` of video; a request must arrive within %requestSeconds% seconds; routes that change things have rate limits. These stop accidents and guessing, not a determined flood from your own network.',
    }),
  ),
  heading('secrets-on-the-disk', t`Secrets on the disk`),
  text(
    t({
      message:
        'The data directory and the secrets in it can be read by their owner only. Mail passwords, webhook secrets and the key of an AI model are stored encrypted with `secrets/installation.key`.',
    }),
  ),
  heading('what-is-not-protected', t`What is not protected`),
  list(
    t`**Plain http.** Without a certificate everybody who can read your network’s traffic can read video, sessions and keys. See [why plain http](/docs/network#why-plain-http).`,
    t`**The disk.** The database is not encrypted. Encrypt the disk if the computer could be carried away.`,
    t`**An administrator of the machine** can read everything, live video in memory included.`,
    t`**The node.** What it stores is its business. Its own web server, if opened to the network, has no sign-in.`,
  ),
  warning(t`Never forward the port to the internet as it is. Use a VPN to look in from outside.`),
  heading('report-a-weakness', t`Report a weakness`),
  text(
    t({
      message:
        'Please tell the people who run this installation, or the makers, in private before you publish it. `/.well-known/security.txt` names a contact if there is one; `SECURITY.md` in the project folder says how to reach the makers.',
    }),
  ),
];
