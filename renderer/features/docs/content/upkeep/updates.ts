import { t } from '@lingui/core/macro';
import { code, type Content, heading, list, note, steps, text } from '../../text/block.ts';

export const content: Content = [
  heading('update-this-server', t`Update this server`),
  steps(
    t`Stop it with Ctrl-C, or through your system’s service. It ends within %stopSeconds% seconds.`,
    t({
      message:
        'Replace the contents of the project folder with the new version, for example with `git pull`.',
    }),
    t`Start it again.`,
  ),
  code('git pull', 'npm start'),
  text(
    t`Packages are installed and the program is built again when something changed. Pages that were open before offer to load themselves anew.`,
  ),
  heading('update-the-desktop-program', t`Update the desktop program`),
  text(
    t({
      message:
        'The installed program can update itself. It looks for newer versions only at an address you give it: write it as `updateUrl` into `shell.json` in the data directory and start the program anew. Its menu then says how an update stands, and applies it when you choose or when you quit.',
    }),
  ),
  list(
    t`A download that is not exactly what was announced is thrown away.`,
    t`Before an update the database is backed up; without that nothing is applied.`,
    t`If the new version does not come up, the data go back to that backup. An AppImage is put back by itself as well; for other packages the menu says what to install.`,
    t`A program that runs before anyone signs in is not updated by itself: switch that off in its menu, update, and switch it on again.`,
  ),
  heading('what-happens-to-the-data', t`What happens to the data`),
  text(
    t({
      message:
        'When the tables have to change, the database is copied beside itself first and then changed in one step that either happens completely or not at all. The copy is called `sentinel.db.before-migration-…`. Delete it when you no longer need it.',
    }),
  ),
  heading('the-way-back', t`The way back`),
  text(
    t`An older version refuses the database of a newer one. Put the old version back and restore the copy from before the update:`,
  ),
  code('npm run restore -- FILE'),
  heading('update-a-node', t`Update a node`),
  list(
    t`On Linux and macOS run the [install script](/docs/nodes#linux-and-raspberry-pi) again.`,
    t`On Windows install the newest program over the old one.`,
    t`[Settings → Nodes](/settings/nodes) says when a newer version is available.`,
    t({ message: 'A node older than `MIN_SUPPORTED_NODE_VERSION` is refused and told so.' }),
  ),
  heading('how-the-server-knows', t`How the server knows`),
  text(
    t({
      message:
        'It asks the release feed of the node program every %releaseMinutes% minutes. That is the only host it asks by itself. `RELEASE_CHECK=off` asks nobody; versions are then compared with `LATEST_NODE_VERSION`. Without the desktop program and an address given to it, the server does not look for updates of its own.',
    }),
  ),
  note(t({ message: '`CHANGELOG.md` in the project folder lists what changed for you.' })),
];
