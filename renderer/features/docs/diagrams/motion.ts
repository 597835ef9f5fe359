import { t } from '@lingui/core/macro';
import { arrow, box, type Diagram, words } from './shape.ts';

export const motionDiagram: Diagram = {
  id: 'motion',
  title: t`What becomes of motion`,
  about: t`A camera is still until its node sees a change and reports it. With motion reports switched off the report is dropped. Otherwise it is stored. For a quiet camera it goes to the inbox as read; else it is announced by pop-up, bell and mail. Further motion is counted until nothing more comes.`,
  height: 416,
  shapes: [
    box([100, 12], [140, 46], [t`Still`, t`nothing moves`], 'soft'),
    arrow(
      [
        [170, 58],
        [170, 98],
      ],
      words(t`the node sees a change`, [180, 78]),
    ),
    box([90, 98], [160, 50], [t`Reported`, t`camera, score, time`], 'accent', 1),
    arrow([
      [90, 123],
      [53, 123],
      [53, 186],
    ]),
    box([14, 186], [78, 46], [t`Dropped`, t`switched off`], 'soft', 2),
    arrow([
      [170, 148],
      [170, 186],
    ]),
    box([100, 186], [140, 46], [t`Stored`, t`timeline and list`], 'plain', 3),
    arrow([
      [240, 209],
      [300, 209],
      [300, 274],
    ]),
    box([256, 274], [88, 46], [t`Quiet`, t`inbox, read`], 'soft', 4),
    arrow([
      [170, 232],
      [170, 274],
    ]),
    box([100, 274], [140, 46], [t`Announced`, t`pop-up, bell, mail`], 'live', 5),
    arrow([
      [170, 320],
      [170, 360],
    ]),
    box([100, 360], [140, 46], [t`Counting`, t`more motion`], 'warn', 6),
    arrow(
      [
        [240, 383],
        [354, 383],
        [354, 35],
        [240, 35],
      ],
      words(t`nothing more`, [250, 369]),
    ),
  ],
  points: [
    t`**Reported:** the node says which camera, when, and how much of the picture changed.`,
    t`**Dropped:** *Store motion reports* is off. Nothing is kept.`,
    t`**Stored:** it stands on the page *Motion* and in the camera’s own list.`,
    t`**Quiet:** the camera is snoozed. The item is in the inbox, counted as read.`,
    t`**Announced:** a pop-up, the bell, and mail if you switched that on.`,
    t`**Counting:** motion within %burstSeconds% seconds goes into the same pop-up; mail sends one summary after the pause.`,
  ],
};
