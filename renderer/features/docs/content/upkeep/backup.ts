import { code, type Content, heading, list, note, table, text, warning } from '../../text/block.ts';

export const content: Content = [
  text('One command makes a copy of everything the server knows. It works while the server runs.'),
  heading('Make a backup'),
  code(
    'npm run backup                              # into backups/ of the data directory',
    'npm run backup -- --to /mnt/usb/cameras.db  # or to a file you name',
  ),
  text(
    'You get one complete file: people, nodes, cameras, settings, incidents with their evidence, records. Copy it to another machine. It holds hashes of passwords and keys, so treat it like a key ring.',
  ),
  warning('Do not copy the database file of a running server by hand. Such a copy may be broken.'),
  heading('Keep the secrets too'),
  text(
    'A backup holds the database alone. Copy the folder `secrets` of the data directory once to a safe place of its own:',
  ),
  list(
    '`installation.key` opens stored mail passwords and webhook secrets. Without it they must be entered again.',
    '`evidence-signing.key` signs [exported incidents](/docs/incidents#export-it-as-proof). Without it a new key is made, with another fingerprint.',
  ),
  heading('Where the data is'),
  text('The start prints it. `SENTINEL_DATA_DIR` moves it.'),
  table(
    ['System', 'Usual place'],
    ['Linux', '`~/.config/sentinel-command-center`'],
    ['macOS', '`~/Library/Application Support/sentinel-command-center`'],
    ['Windows', '`%APPDATA%\\sentinel-command-center`'],
  ),
  text('Live video is never in there. Recordings are on the nodes, and their disks are theirs to protect.'),
  heading('Go back to a backup'),
  text('Stop the server first, then:'),
  code('npm run restore -- --from /mnt/usb/cameras.db'),
  text(
    'The backup is checked before anything is touched, and the database that was there is kept beside it. A damaged backup, one from a newer version, and a running server are refused with one sentence. Nodes that were added after the backup have to be added again.',
  ),
  heading('Move to another computer'),
  list(
    'Stop the old server and make a backup.',
    'Install the new one, restore the backup there, and copy the folder `secrets` into its data directory.',
    'Give the new computer the old address in your router. Then the nodes find it by themselves.',
  ),
  note('A backup is only as good as its restore. Try it once on another computer.'),
];
