import { t } from '@lingui/core/macro';
import { arrow, box, type Diagram, frame, words } from './shape.ts';

export const systemDiagram: Diagram = {
  id: 'system',
  title: t`Who talks to whom`,
  about: t`Camera nodes on your network send video and reports to the Command Center. Browsers and other programs of the house get pages and live video from it. It reaches the internet only for what you switch on.`,
  height: 462,
  shapes: [
    frame([6, 6], [348, 366], t`Your network`, 'soft'),
    box([22, 42], [148, 56], [t`Camera node`, t`cameras plug in here`], 'accent', 1),
    box([190, 42], [148, 56], [t`Another node`, t`as many as you like`]),
    arrow(
      [
        [96, 98],
        [96, 158],
      ],
      words(t`video, reports`, [104, 126]),
    ),
    arrow([
      [264, 98],
      [264, 158],
    ]),
    box(
      [22, 158],
      [316, 78],
      [t`Command Center`, t`one program on your own computer`, t`live video in memory, the rest in one file`],
      'live',
      2,
    ),
    arrow(
      [
        [96, 236],
        [96, 300],
      ],
      { both: true, ...words(t`page, video`, [104, 268]) },
    ),
    arrow(
      [
        [264, 236],
        [264, 300],
      ],
      { both: true, ...words(t`with a key`, [256, 268], 'end') },
    ),
    box([22, 300], [148, 56], [t`Browsers`, t`wall, phone, tablet`], 'plain', 3),
    box([190, 300], [148, 56], [t`Other programs`, t`agents, automation`], 'plain', 4),
    arrow(
      [
        [180, 236],
        [180, 404],
      ],
      { dashed: true },
    ),
    box([22, 404], [316, 50], [t`Internet`, t`only for what you switch on`], 'soft', 5),
  ],
  points: [
    t`**Nodes** open every connection themselves. They need one address: that of the Command Center.`,
    t`**The Command Center** is one program. It listens on one port and keeps everything but live video in one database file.`,
    t`**Browsers** load the dashboard from it. Nothing is loaded from anywhere else.`,
    t`**Other programs** come with keys of their own that you can revoke: [AI agents](/docs/mcp), [Home Assistant](/docs/home-assistant).`,
    t`**The internet** is asked for the newest node program, which you can switch off. Mail, webhooks and AI models leave the house only once you set them up.`,
  ],
};
