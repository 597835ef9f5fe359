import { code, type Content, heading, list, note, steps, text } from '../../text/block.ts';

export const content: Content = [
  heading('Update this server'),
  steps(
    'Stop it with Ctrl-C, or through your system’s service. It ends within {{stopSeconds}} seconds.',
    'Replace the contents of the project folder with the new version, for example with `git pull`.',
    'Start it again.',
  ),
  code('git pull', 'npm start'),
  text(
    'Packages are installed and the program is built again when something changed. Pages that were open before offer to load themselves anew.',
  ),
  heading('What happens to the data'),
  text(
    'When the tables have to change, the database is copied beside itself first and then changed in one step that either happens completely or not at all. The copy is called `sentinel.db.before-migration-…`. Delete it when you no longer need it.',
  ),
  heading('The way back'),
  text(
    'An older version refuses the database of a newer one. Put the old version back and restore the copy from before the update:',
  ),
  code('npm run restore -- --from FILE'),
  heading('Update a node'),
  list(
    'On Linux and macOS run the [install script](/docs/nodes#linux-and-raspberry-pi) again.',
    'On Windows install the newest program over the old one.',
    '[Settings → Nodes](/settings/nodes) says when a newer version is available.',
    'A node older than `MIN_SUPPORTED_NODE_VERSION` is refused and told so.',
  ),
  heading('How the server knows'),
  text(
    'It asks the release feed of the node program every {{releaseMinutes}} minutes. That is the only host it asks by itself. `RELEASE_CHECK=off` asks nobody; versions are then compared with `LATEST_NODE_VERSION`. The server does not look for updates of its own.',
  ),
  note('`CHANGELOG.md` in the project folder lists what changed for you.'),
];
