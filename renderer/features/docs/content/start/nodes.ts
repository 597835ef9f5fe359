import { t } from '@lingui/core/macro';
import { code, type Content, heading, list, note, steps, table, text, warning } from '../../text/block.ts';

export const content: Content = [
  text(
    t({
      message:
        'A *node* is a computer with cameras that runs the node program `sourcebox-sentry-cloudnode`. It finds its cameras, encodes their pictures and pushes them here. It opens every connection itself, so nothing on its side has to be reachable from outside.',
    }),
  ),
  heading('add-it-here-first', t`Add it here first`),
  steps(
    t`Open [Settings → Nodes](/settings/nodes) and press *Add node*.`,
    t`Give it a name, such as “Back office”.`,
    t`Copy the line you get. It holds the address of this server, the node’s id and its key.`,
  ),
  warning(
    t`The key is shown only this once. The server keeps nothing but a hash of it. Lost it? *Replace its key* in the menu of the node makes a new one, and the old one stops working at once.`,
  ),
  heading('linux-and-raspberry-pi', t`Linux and Raspberry Pi`),
  text(t`This installs the program from your own server’s script. Use the address of your server:`),
  code('curl -fsSL http://192.168.1.20:8000/install.sh | bash'),
  text(
    t`With the line from *Add node* behind it, it also connects the node and starts it with the computer:`,
  ),
  code(
    'curl -fsSL http://192.168.1.20:8000/install.sh | bash -s -- \\',
    '  --url http://192.168.1.20:8000 --node-id 1a2b3c4d --key <key> --install-service',
  ),
  list(
    t({ message: 'It needs `curl` and asks before it installs anything else, such as ffmpeg.' }),
    t`Where no ready program exists for the processor, it offers to build one. That takes some minutes.`,
    t({
      message:
        'On small ARM boards it offers to add you to the group `video`, without which cameras cannot be opened.',
    }),
    t`Run it again to update the program.`,
  ),
  text(t`As a service it is looked after like any other:`),
  code('systemctl status sourcebox-sentry-cloudnode', 'journalctl -u sourcebox-sentry-cloudnode -f'),
  heading('macos', t`macOS`),
  text(
    t`The same script works in the Terminal. It installs ffmpeg through Homebrew if you have it. A service is not set up: start the node with the line from *Add node*, or let your system start it when you sign in.`,
  ),
  code('curl -fsSL http://192.168.1.20:8000/install.sh | bash'),
  heading('windows', t`Windows`),
  steps(
    t({
      message:
        'Open `/downloads/windows/x86_64` of this server in the browser of that computer, as in `http://192.168.1.20:8000/downloads/windows/x86_64`. It leads to the installer of the newest program.',
    }),
    t`Install it.`,
    t`Open PowerShell and run the line from *Add node*.`,
  ),
  heading('containers-and-services', t`Containers and services`),
  text(t`The same values can be given as environment variables. *Add node* shows them filled in:`),
  code(
    'SOURCEBOX_SENTRY_API_URL=http://192.168.1.20:8000',
    'SOURCEBOX_SENTRY_NODE_ID=1a2b3c4d',
    'SOURCEBOX_SENTRY_API_KEY=<key>',
  ),
  text(t`Then start it. This form checks nothing beforehand, so look at the node’s own output once:`),
  code('sourcebox-sentry-cloudnode run'),
  heading('the-line-itself', t`The line itself`),
  code('sourcebox-sentry-cloudnode setup --url http://192.168.1.20:8000 --node-id 1a2b3c4d --key <key>'),
  text(
    t({
      message:
        'It checks address, id and key, keeps them, and starts the node. Use it rather than the node’s own questions and answers: those refuse `http://` addresses.',
    }),
  ),
  note(
    t({
      message:
        'The program itself comes from the internet; this server stores none. It looks for the newest one every %releaseMinutes% minutes. With `RELEASE_CHECK=off` it asks nobody, and addresses such as `/downloads/windows/x86_64` have nothing to offer.',
    }),
  ),
  heading('what-its-state-means', t`What its state means`),
  table(
    [t`You see`, t`It means`, t`What to do`],
    [t`*Not connected yet*`, t`It was added here and never reported`, t`Run the line on that computer`],
    [t`*Online*`, t`It reported within the last %offlineSeconds% seconds`, t`Nothing`],
    [t`*Offline*`, t`Silent for longer than that`, t`Is it on, and on the network?`],
    [
      t`Could not sign on`,
      t`The server refused it; the reason stands beside it`,
      t`Usually: replace its key, set it up again`,
    ],
    [
      t`Too old`,
      t({ message: 'Its version is below `MIN_SUPPORTED_NODE_VERSION`' }),
      t`Update the node program`,
    ],
    [t`Recording paused`, t`Its disk is nearly full`, t`Make room on it`],
  ),
  text(
    t`A node looks for cameras only when it starts. Restart it after plugging one in. A camera that is missing then stays in the list as offline and keeps its settings.`,
  ),
  heading('when-the-connection-breaks', t`When the connection breaks`),
  text(
    t`Do nothing. After a restart or a network failure the node goes on with its next segment, and its reports follow within %reportSeconds% seconds or so. While the server cannot be reached, the node neither records nor watches for motion.`,
  ),
  heading('remove-it', t`Remove it`),
  text(
    t`*Delete node* removes the node and its cameras here. If it is connected, it is told to erase its recordings and its pairing; otherwise the page says that the recordings are still on that computer.`,
  ),
];
