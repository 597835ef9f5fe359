import { ringsDiagram } from '../../diagrams/rings.ts';
import { type Content, figure, heading, list, table, text, warning } from '../../text/block.ts';

export const content: Content = [
  text(
    'What stands between a stranger and your video, from the outside in. The page [Security](/security) names the test behind each promise.',
  ),
  figure(ringsDiagram),
  heading('Who may do what'),
  table(
    ['Who calls', 'Proves it with', 'May'],
    [
      'Anybody who reaches the port',
      'nothing',
      'Load the dashboard’s files, sign in, read the health and the public pages',
    ],
    ['Member', 'Session', 'See cameras, live video and motion; take snapshots'],
    ['Administrator', 'Session', 'Everything in the dashboard'],
    ['Camera node', 'Its key', 'Push video and reports of its own cameras'],
    ['AI agent', 'Its key', 'The tools and cameras the key allows'],
    ['Home Assistant', 'Its key', 'Read cameras, stills and motion; switch recording'],
    ['Owner of the machine', 'Access to its files', 'Everything: reset passwords, restore backups'],
  ),
  text(
    'Every row in the database belongs to one organization, and every question is asked for the caller’s organization only. What belongs to another one looks as if it did not exist.',
  ),
  heading('Passwords and sessions'),
  list(
    'Passwords are hashed with argon2id ({{argonMib}} MiB, {{argonPasses}} passes). Guessing is [slow](/docs/accounts#guessing-is-slow).',
    'Of a session only a hash is stored. In the browser it is a cookie that scripts cannot read.',
    'It ends after {{sessionDays}} days without use, at sign-out, and on other devices with a new password.',
    'Live connections are checked again every {{sweepSeconds}} seconds while they last.',
  ),
  heading('Keys'),
  text(
    'Keys of nodes, agents and Home Assistant are shown once and stored as hashes. Each kind opens only its own doors, and each can be revoked at once. Keys are never written to the log.',
  ),
  heading('In the browser'),
  list(
    'A change asked for with a cookie must come from a page of this server.',
    'Pages are answered only under [known names](/docs/network#names), which stops DNS rebinding.',
    'The content security policy allows scripts, fonts, video and calls from this server only, no inline script, and no frame around the page.',
    'Nothing is loaded from any other host. With Clerk, its hosts are added.',
  ),
  heading('Limits'),
  text(
    'Bodies are limited, to {{bodyMib}} MiB of JSON and `SEGMENT_PUSH_MAX_BYTES` of video; a request must arrive within {{requestSeconds}} seconds; routes that change things have rate limits. These stop accidents and guessing, not a determined flood from your own network.',
  ),
  heading('Secrets on the disk'),
  text(
    'The data directory and the secrets in it can be read by their owner only. Mail passwords, webhook secrets and the key of an AI model are stored encrypted with `secrets/installation.key`.',
  ),
  heading('What is not protected'),
  list(
    '**Plain http.** Without a certificate everybody who can read your network’s traffic can read video, sessions and keys. See [why plain http](/docs/network#why-plain-http).',
    '**The disk.** The database is not encrypted. Encrypt the disk if the computer could be carried away.',
    '**An administrator of the machine** can read everything, live video in memory included.',
    '**The node.** What it stores is its business. Its own web server, if opened to the network, has no sign-in.',
  ),
  warning('Never forward the port to the internet as it is. Use a VPN to look in from outside.'),
  heading('Report a weakness'),
  text(
    'Please tell the people who run this installation, or the makers, in private before you publish it. `/.well-known/security.txt` names a contact if there is one; `SECURITY.md` in the project folder says how to reach the makers.',
  ),
];
