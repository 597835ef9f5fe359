import { t } from '@lingui/core/macro';
import { arrow, box, type Diagram, words } from './shape.ts';

export const pipelineDiagram: Diagram = {
  id: 'pipeline',
  title: t`The way of a picture`,
  about: t`The camera sends pictures to its node. The node cuts them into segments and pushes each to the server. The server keeps the newest segments in memory and writes a playlist. Every viewer reads the playlist and the segments from memory.`,
  height: 432,
  shapes: [
    box([90, 12], [180, 48], [t`Camera`, t`pictures, perhaps sound`], 'soft'),
    arrow([
      [180, 60],
      [180, 98],
    ]),
    box([50, 98], [260, 50], [t`Node cuts segments`, t`usually one second each`], 'accent', 1),
    arrow(
      [
        [180, 148],
        [180, 190],
      ],
      words(t`push, once a segment`, [190, 168]),
    ),
    box(
      [50, 190],
      [260, 68],
      [
        t`Memory of the server`,
        t`newest %segmentsKept% segments of each camera`,
        t`nothing is written to disk`,
      ],
      'live',
      2,
    ),
    arrow([
      [180, 258],
      [180, 296],
    ]),
    box([50, 296], [260, 50], [t`Playlist`, t`up to %playlistSegments% segments, in order`], 'plain', 3),
    arrow([
      [180, 346],
      [180, 364],
      [64, 364],
      [64, 382],
    ]),
    arrow([
      [180, 346],
      [180, 382],
    ]),
    arrow([
      [180, 346],
      [180, 364],
      [296, 364],
      [296, 382],
    ]),
    box([16, 382], [96, 42], t`Wall`, 'plain', 4),
    box([132, 382], [96, 42], t`Phone`),
    box([248, 382], [96, 42], t`Other player`),
  ],
  points: [
    t`**The node** cuts the stream into short files and pushes each as soon as it is finished.`,
    t`**The server** checks who sends it and keeps it in memory. Old segments make room for new ones.`,
    t`**The playlist** is written by the server. It lists only what is really held, in the right order; a late segment is waited for up to %reorderSeconds% seconds.`,
    t`**Viewers** only read from memory. Many viewers cost the node exactly as much as one.`,
  ],
};
