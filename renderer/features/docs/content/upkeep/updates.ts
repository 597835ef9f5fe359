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
        'It asks the release feed of the node program every %releaseMinutes% minutes. That is the only host it asks by itself. `RELEASE_CHECK=off` asks nobody; versions are then compared with `LATEST_NODE_VERSION`. The server does not look for updates of its own.',
    }),
  ),
  note(t({ message: '`CHANGELOG.md` in the project folder lists what changed for you.' })),
];
