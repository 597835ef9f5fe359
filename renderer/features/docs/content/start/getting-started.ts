import { dashboardDiagram } from '../../diagrams/dashboard.ts';
import { precedenceDiagram } from '../../diagrams/precedence.ts';
import { code, type Content, figure, heading, list, note, steps, text } from '../../text/block.ts';

export const content: Content = [
  text(
    'Sentinel Command Center runs on a computer of your own and shows your cameras in the browser. It needs no cloud account and keeps working when the internet is down. Allow yourself a quarter of an hour.',
  ),
  heading('What you need'),
  list(
    '**A computer that stays on:** a mini PC, an old laptop, a small server. Linux, macOS or Windows.',
    '**Node.js {{nodeJsLeast}} or newer with npm.** Check with `node --version`. The Node {{nodeJsOwn}} the server really runs on comes along with its packages.',
    '**About a gigabyte of disk**, and the internet for the very first start.',
    '**A computer with cameras** that runs the node program on the same network. It may be the same machine.',
  ),
  heading('Start it'),
  text('In the folder of the project:'),
  code('npm start'),
  text(
    'The first time it downloads packages and builds, which takes a few minutes. Later starts take seconds. When it is ready it prints two addresses, one for this computer and one for other devices, and a **setup code**.',
  ),
  heading('Create the owner'),
  steps(
    'Open the printed address, usually `http://127.0.0.1:8000`.',
    'Give the place a name, such as that of your shop. People you invite will see it.',
    'Enter your name, your e-mail and a password of at least {{passwordLeast}} characters. The e-mail is only what you sign in with; nothing is sent to it.',
  ),
  text(
    'On the computer itself that is all. From a phone or another computer the page also asks for the setup code from the terminal. It proves that you are the one who started the server; each start makes a new one.',
  ),
  heading('Connect the cameras'),
  text(
    'Press *Get the setup line* on the still empty wall, and run that line on the computer with the cameras. A few seconds later the picture is there. More nodes come later, under [Settings → Nodes](/settings/nodes). [Installing a node](/docs/nodes) has the details for every system.',
  ),
  heading('Then, once'),
  list(
    'Choose your time zone in [Settings → Recording](/settings/recording). Schedules follow it.',
    'Invite people in [Settings → People](/settings/members).',
    'Open each camera and choose when it [records](/docs/recording).',
    'Make a [backup](/docs/backup).',
  ),
  heading('Find your way around'),
  figure(dashboardDiagram),
  heading('Keep it running'),
  text(
    '`npm start` runs until its terminal closes. To start it with the computer, let your system do it. With systemd, for example, put this into a unit file, with your own folder and user:',
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
  heading('Settings, if you need any'),
  text(
    'Nothing has to be configured. For a different port, another data folder or mail by environment, copy `.env.example` to `.env` and change the lines you need; `docs/configuration.md` explains each. Changes count from the next start. A value that makes no sense stops the start with one sentence that names it.',
  ),
  figure(precedenceDiagram),
  heading('Just looking?'),
  text(
    'This starts a throw-away installation with three simulated cameras and prints a sign-in. Nothing stays behind:',
  ),
  code('npm run demo'),
  note('No node program at hand? `npm run simulate` adds simulated cameras to your own installation.'),
];
