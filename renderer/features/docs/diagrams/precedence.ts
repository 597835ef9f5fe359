import { t } from '@lingui/core/macro';
import { arrow, box, type Diagram, words } from './shape.ts';

export const precedenceDiagram: Diagram = {
  id: 'precedence',
  title: t`Which setting counts`,
  about: t`A variable of the environment counts first. If it is not set, the file .env in the project folder counts, then what is set in the dashboard, and last the default.`,
  height: 352,
  shapes: [
    box([30, 16], [300, 54], [t`Environment`, t`set where the server is started`], 'accent', 1),
    arrow(
      [
        [180, 70],
        [180, 106],
      ],
      words(t`not set`, [190, 87]),
    ),
    box([30, 106], [300, 54], [t`File .env`, t`in the project folder`], 'plain', 2),
    arrow(
      [
        [180, 160],
        [180, 196],
      ],
      words(t`not set`, [190, 177]),
    ),
    box([30, 196], [300, 54], [t`Dashboard`, t`mail and the address in links`], 'plain', 3),
    arrow(
      [
        [180, 250],
        [180, 286],
      ],
      words(t`not set`, [190, 267]),
    ),
    box([30, 286], [300, 54], [t`Default`, t`good for most places`], 'soft', 4),
  ],
  points: [
    t`**Environment:** what a service file or a shell sets wins over everything.`,
    t({
      message:
        '**File:** copy `.env.example` to `.env` and remove the `#` of the lines you want to change. It is read at the start.',
    }),
    t`**Dashboard:** mail and the address used in links can be set in the dashboard too. What the environment or the file sets cannot be changed there.`,
    t({ message: '**Default:** every value `.env.example` shows. An empty value means “not set”.' }),
  ],
};
