import { t } from '@lingui/core/macro';
import { arrow, box, type Diagram, words } from './shape.ts';

export const incidentDiagram: Diagram = {
  id: 'incident',
  title: t`The life of an incident`,
  about: t`A person or an AI agent files an incident. It is open, then acknowledged, then resolved or dismissed. Both can be reopened. At any time it can be exported as a signed archive.`,
  height: 456,
  shapes: [
    box([24, 16], [146, 50], [t`You`, t`from a camera or the list`], 'plain', 1),
    box([190, 16], [146, 50], [t`AI agent`, t`with a key of yours`]),
    arrow([
      [97, 66],
      [97, 92],
      [160, 92],
      [160, 122],
    ]),
    arrow([
      [263, 66],
      [263, 92],
      [200, 92],
      [200, 122],
    ]),
    box([105, 122], [150, 48], [t`Open`, t`needs attention`], 'bad', 2),
    arrow(
      [
        [180, 170],
        [180, 212],
      ],
      words(t`Acknowledge`, [188, 190]),
    ),
    box([105, 212], [150, 48], [t`Acknowledged`, t`somebody is on it`], 'warn', 3),
    arrow([
      [150, 260],
      [150, 286],
      [104, 286],
      [104, 314],
    ]),
    arrow([
      [210, 260],
      [210, 286],
      [256, 286],
      [256, 314],
    ]),
    box([34, 314], [140, 48], [t`Resolved`, t`settled`], 'live', 4),
    box([186, 314], [140, 48], [t`Dismissed`, t`nothing to it`], 'soft', 5),
    arrow(
      [
        [34, 338],
        [12, 338],
        [12, 146],
        [105, 146],
      ],
      words(t`Reopen`, [18, 236]),
    ),
    arrow(
      [
        [326, 338],
        [348, 338],
        [348, 146],
        [255, 146],
      ],
      words(t`Reopen`, [342, 236], 'end'),
    ),
    arrow(
      [
        [104, 362],
        [104, 400],
      ],
      { dashed: true },
    ),
    box([34, 400], [292, 46], [t`Export`, t`signed archive with all evidence`], 'accent', 6),
  ],
  points: [
    t`**Filed** by a person, by an AI agent whose key allows it, or by Sentinel AI.`,
    t`**Open** is where each begins. The number of open ones stands on the page.`,
    t`**Acknowledged** tells the others that somebody looks into it.`,
    t`**Resolved:** it is over. An open one can be resolved at once.`,
    t`**Dismissed:** there was nothing to it. Both ends can be reopened.`,
    t`**Export** works in every state and changes nothing.`,
  ],
};
