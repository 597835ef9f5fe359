import { t } from '@lingui/core/macro';
import { dashboardDiagram } from '../../diagrams/dashboard.ts';
import { precedenceDiagram } from '../../diagrams/precedence.ts';
import { code, type Content, figure, heading, list, note, steps, text } from '../../text/block.ts';

export const content: Content = [
  text(
    t`Sentinel Command Center runs on a computer of your own and shows your cameras in the browser. It needs no cloud account and keeps working when the internet is down. Allow yourself a quarter of an hour.`,
  ),
  heading('what-you-need', t`What you need`),
  list(
    t`**A computer that stays on:** a mini PC, an old laptop, a small server. Linux, macOS or Windows.`,
    t({
      message:
        '**Node.js %nodeJsLeast% or newer with npm.** Check with `node --version`. The Node %nodeJsOwn% the server really runs on comes along with its packages.',
    }),
    t`**About a gigabyte of disk**, and the internet for the very first start.`,
    t`**A computer with cameras** that runs the node program on the same network. It may be the same machine.`,
  ),
  heading('start-it', t`Start it`),
  text(t`In the folder of the project:`),
  code('npm start'),
  text(
    t`The first time it downloads packages and builds, which takes a few minutes. Later starts take seconds. When it is ready it prints two addresses, one for this computer and one for other devices, and a **setup code**.`,
  ),
  heading('create-the-owner', t`Create the owner`),
  steps(
    t({ message: 'Open the printed address, usually `http://127.0.0.1:8000`.' }),
    t`Give the place a name, such as that of your shop. People you invite will see it.`,
    t`Enter your name, your e-mail and a password of at least %passwordLeast% characters. The e-mail is only what you sign in with; nothing is sent to it.`,
  ),
  text(
    t`On the computer itself that is all. From a phone or another computer the page also asks for the setup code from the terminal. It proves that you are the one who started the server; each start makes a new one.`,
  ),
  heading('connect-the-cameras', t`Connect the cameras`),
  text(
    t`Press *Get the setup line* on the still empty wall, and run that line on the computer with the cameras. A few seconds later the picture is there. More nodes come later, under [Settings → Nodes](/settings/nodes). [Installing a node](/docs/nodes) has the details for every system.`,
  ),
  heading('then-once', t`Then, once`),
  list(
    t`Choose your time zone in [Settings → Recording](/settings/recording). Schedules follow it.`,
    t`Invite people in [Settings → People](/settings/members).`,
    t`Open each camera and choose when it [records](/docs/recording).`,
    t`Make a [backup](/docs/backup).`,
  ),
  heading('find-your-way-around', t`Find your way around`),
  figure(dashboardDiagram),
  heading('keep-it-running', t`Keep it running`),
  text(
    t({
      message:
        '`npm start` runs until its terminal closes. To start it with the computer, let your system do it. With systemd, for example, put this into a unit file, with your own folder and user:',
    }),
  ),
  code(
    '[Unit]',
    'Description=Sentinel Command Center',
    'After=network-online.target',
    '',
    '[Service]',
    'User=camera',
    'WorkingDirectory=/opt/sentinel-command-center',
    'ExecStart=/usr/bin/node scripts/bootstrap.mjs serve',
    'Restart=on-failure',
    'RestartSec=5',
    '',
    '[Install]',
    'WantedBy=multi-user.target',
  ),
  heading('as-a-desktop-program', t`As a desktop program`),
  code('npm run desktop'),
  text(
    t`The same server in a program with a window and an icon beside the clock. The menu of the icon lets it start with the computer, keeps the computer awake, shows the wall on another display and the address for phones as a QR code. Closing the window ends nothing; “Quit” does, and says first who is cut off.`,
  ),
  text(
    t({
      message:
        'It can also run as a service of the computer, before anyone signs in. `docs/desktop.md` and `docs/unattended.md` in the project folder have the details.',
    }),
  ),
  heading('settings-if-you-need-any', t`Settings, if you need any`),
  text(
    t({
      message:
        'Nothing has to be configured. For a different port, another data folder or mail by environment, copy `.env.example` to `.env` and change the lines you need; `docs/configuration.md` explains each. Changes count from the next start. A value that makes no sense stops the start with one sentence that names it.',
    }),
  ),
  figure(precedenceDiagram),
  heading('just-looking', t`Just looking?`),
  text(
    t`This starts a throw-away installation with three simulated cameras and prints a sign-in. Nothing stays behind:`,
  ),
  code('npm run demo'),
  note(
    t({
      message: 'No node program at hand? `npm run simulate` adds simulated cameras to your own installation.',
    }),
  ),
];
