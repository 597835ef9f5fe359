import { arrow, box, type Diagram, words } from './shape.ts';

export const precedenceDiagram: Diagram = {
  id: 'precedence',
  title: 'Which setting counts',
  about:
    'A variable of the environment counts first. If it is not set, the file .env in the project folder counts, then what is set in the dashboard, and last the default.',
  height: 352,
  shapes: [
    box([30, 16], [300, 54], ['Environment', 'set where the server is started'], 'accent', 1),
    arrow(
      [
        [180, 70],
        [180, 106],
      ],
      words('not set', [190, 87]),
    ),
    box([30, 106], [300, 54], ['File .env', 'in the project folder'], 'plain', 2),
    arrow(
      [
        [180, 160],
        [180, 196],
      ],
      words('not set', [190, 177]),
    ),
    box([30, 196], [300, 54], ['Dashboard', 'mail and the address in links'], 'plain', 3),
    arrow(
      [
        [180, 250],
        [180, 286],
      ],
      words('not set', [190, 267]),
    ),
    box([30, 286], [300, 54], ['Default', 'good for most places'], 'soft', 4),
  ],
  points: [
    '**Environment:** what a service file or a shell sets wins over everything.',
    '**File:** copy `.env.example` to `.env` and remove the `#` of the lines you want to change. It is read at the start.',
    '**Dashboard:** mail and the address used in links can be set in the dashboard too. What the environment or the file sets cannot be changed there.',
    '**Default:** every value `.env.example` shows. An empty value means “not set”.',
  ],
};
