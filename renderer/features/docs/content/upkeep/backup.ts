import { t } from '@lingui/core/macro';
import { code, type Content, heading, list, note, table, text, warning } from '../../text/block.ts';

export const content: Content = [
  text(
    t`A backup is one file with everything this server knows. One is made every night by itself, while the server goes on running.`,
  ),
  heading('every-day-by-itself', t`Every day by itself`),
  text(
    t`At %backupTime%, by the clock of the computer on which the server runs, or some minutes after that computer is on again. [Settings → Backups](/settings/backups) switches it off or changes the hour, and shows every backup there is.`,
  ),
  list(
    t`The last %backupDays% days that have one are kept, and of what is older the newest of each of %backupWeeks% weeks. Backups you made by hand are never deleted by the server.`,
    t`Each is opened and checked before it counts. When one fails, administrators are told, and it is tried again every hour.`,
    t`They lie on the same disk as the database. *Download* one now and then to another device: that is what helps when the disk breaks.`,
  ),
  heading('make-a-backup', t`Make a backup`),
  text(
    t`Press *Back up now* in [Settings → Backups](/settings/backups). Or on the computer of the server, in the project folder:`,
  ),
  code('npm run backup', 'npm run backup -- /mnt/usb/cameras.db'),
  text(
    t`The first line puts it beside the others, the second into a file you name. You get one complete file: people, nodes, cameras, settings, incidents with their evidence, records. It holds hashes of passwords and keys, so treat it like a key ring.`,
  ),
  warning(t`Do not copy the database file of a running server by hand. Such a copy may be broken.`),
  heading('keep-the-secrets-too', t`Keep the secrets too`),
  text(
    t({
      message:
        'A backup holds the database alone. Copy the folder `secrets` of the data directory once to a safe place of its own:',
    }),
  ),
  list(
    t({
      message:
        '`installation.key` opens stored mail passwords and webhook secrets. Without it they must be entered again.',
    }),
    t({
      message:
        '`evidence-signing.key` signs [exported incidents](/docs/incidents#export-it-as-proof). Without it a new key is made, with another fingerprint.',
    }),
  ),
  heading('where-the-data-is', t`Where the data is`),
  text(t({ message: 'The start prints it. `SENTINEL_DATA_DIR` moves it.' })),
  table(
    [t`System`, t`Usual place`],
    [t`Linux`, '`~/.config/sentinel-command-center`'],
    [t`macOS`, '`~/Library/Application Support/sentinel-command-center`'],
    [t`Windows`, '`%APPDATA%\\sentinel-command-center`'],
  ),
  text(t`Live video is never in there. Recordings are on the nodes, and their disks are theirs to protect.`),
  heading('go-back-to-a-backup', t`Go back to a backup`),
  text(
    t({
      message:
        '*Restore…* beside a backup in [Settings → Backups](/settings/backups) asks you to type `restore`. The server then starts anew, which takes some seconds, and everybody signs in again with the password of that day.',
    }),
  ),
  text(t`If the dashboard does not open any more, or on another computer, stop the server first, then:`),
  code('npm run restore -- /mnt/usb/cameras.db'),
  text(
    t`The backup is checked before anything is touched, and the database that was there is kept beside it. A damaged backup, one from a newer version, and a running server are refused with one sentence. Nodes that were added after the backup have to be added again; what you took away since then is back.`,
  ),
  heading('move-to-another-computer', t`Move to another computer`),
  list(
    t`Stop the old server and make a backup.`,
    t({
      message:
        'Install the new one, copy the folder `secrets` into its data directory, and restore the backup there before its first start.',
    }),
    t`Give the new computer the old address in your router. Then the nodes find it by themselves.`,
  ),
  note(t`A backup is only as good as its restore. Try it once on another computer.`),
];
