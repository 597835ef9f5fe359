import { t } from '@lingui/core/macro';
import { box, type Diagram, frame } from './shape.ts';

export const ringsDiagram: Diagram = {
  id: 'rings',
  title: t`Rings around your video`,
  about: t`From outside to inside: your own network, the checks of name and origin, the proof of who calls, the check of organization and role, and at the centre video and data.`,
  height: 362,
  shapes: [
    frame([10, 10], [340, 342], t`Your own network`, 'soft', 1),
    frame([32, 46], [296, 290], t`Known name, own origin`, 'plain', 2),
    frame([54, 82], [252, 238], t`Session or key`, 'soft', 3),
    frame([76, 118], [208, 186], t`Organization and role`, 'accent', 4),
    box(
      [98, 158],
      [164, 124],
      [t`Video and data`, t`live video in memory`, t`hashes, not keys`, t`owner-only files`],
      'live',
      5,
    ),
  ],
  points: [
    t`**Network:** the server is meant for a network you trust. Do not forward its port to the internet.`,
    t`**Name and origin:** browsers are answered only under known names, and changes are taken only from the dashboard’s own pages.`,
    t`**Session or key:** people sign in; nodes, agents and other programs each have a key of their own.`,
    t`**Organization and role:** every question is asked for the caller’s organization only, and members cannot do what administrators can.`,
    t`**Video and data:** of passwords, sessions and keys only hashes are stored; the files belong to the user who runs the server.`,
  ],
};
