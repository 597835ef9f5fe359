import { t } from '@lingui/core/macro';
import { arrow, box, type Diagram, frame, words } from './shape.ts';

export const mcpDiagram: Diagram = {
  id: 'mcp',
  title: t`An agent asks, the server answers`,
  about: t`An administrator makes a key and gives it to an AI client. The client calls the server with it. The server checks the key, the tool, the budget and the camera, runs the tool, answers, and writes the call into the activity log.`,
  height: 474,
  shapes: [
    box([24, 16], [140, 50], [t`Administrator`, t`makes a key`], 'plain', 1),
    arrow([
      [164, 41],
      [196, 41],
    ]),
    box([196, 16], [140, 50], [t`AI client`, t`keeps the key`], 'plain', 2),
    arrow(
      [
        [266, 66],
        [266, 112],
      ],
      words(t`asks for a tool`, [258, 88], 'end'),
    ),
    frame([14, 112], [332, 158], t`Every call is checked`, 'soft', 3),
    box([30, 146], [142, 48], [t`Key`, t`known, not ended`], 'accent'),
    arrow([
      [172, 170],
      [188, 170],
    ]),
    box([188, 146], [142, 48], [t`Tool`, t`allowed by the key`], 'accent'),
    arrow([
      [259, 194],
      [259, 208],
    ]),
    box([188, 208], [142, 48], [t`Budget`, t`calls a minute, a day`], 'accent'),
    arrow([
      [188, 232],
      [172, 232],
    ]),
    box([30, 208], [142, 48], [t`Camera`, t`allowed by the key`], 'accent'),
    arrow([
      [101, 256],
      [101, 312],
    ]),
    box([24, 312], [312, 50], [t`The tool runs`, t`it looks, or it changes something`], 'live', 4),
    arrow([
      [94, 362],
      [94, 412],
    ]),
    arrow([
      [266, 362],
      [266, 412],
    ]),
    box([24, 412], [140, 50], [t`Answer`, t`text or pictures`], 'plain', 5),
    box([196, 412], [140, 50], [t`Activity log`, t`failed calls too`], 'plain', 6),
  ],
  points: [
    t`**You** choose what the key may do, with which cameras, and until when.`,
    t`**The client** stores the key in its own settings and sends it with each call.`,
    t`**Checks** come before anything happens. What a key may not see looks as if it did not exist.`,
    t`**Tools** use the same rules and the same log as the dashboard.`,
    t`**The answer** goes to the program that asked, and with it to the AI service you use there.`,
    t`**The log** under *Admin → AI agents* keeps each call of an allowed tool with the name of its key, failed ones too.`,
  ],
};
