import { arrow, box, type Diagram, words } from './shape.ts';

export const pipelineDiagram: Diagram = {
  id: 'pipeline',
  title: 'The way of a picture',
  about:
    'The camera sends pictures to its node. The node cuts them into segments and pushes each to the server. The server keeps the newest segments in memory and writes a playlist. Every viewer reads the playlist and the segments from memory.',
  height: 432,
  shapes: [
    box([90, 12], [180, 48], ['Camera', 'pictures, perhaps sound'], 'soft'),
    arrow([
      [180, 60],
      [180, 98],
    ]),
    box([50, 98], [260, 50], ['Node cuts segments', 'usually one second each'], 'accent', 1),
    arrow(
      [
        [180, 148],
        [180, 190],
      ],
      words('push, once a segment', [190, 168]),
    ),
    box(
      [50, 190],
      [260, 68],
      [
        'Memory of the server',
        'newest {{segmentsKept}} segments of each camera',
        'nothing is written to disk',
      ],
      'live',
      2,
    ),
    arrow([
      [180, 258],
      [180, 296],
    ]),
    box([50, 296], [260, 50], ['Playlist', 'up to {{playlistSegments}} segments, in order'], 'plain', 3),
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
    box([16, 382], [96, 42], 'Wall', 'plain', 4),
    box([132, 382], [96, 42], 'Phone'),
    box([248, 382], [96, 42], 'Other player'),
  ],
  points: [
    '**The node** cuts the stream into short files and pushes each as soon as it is finished.',
    '**The server** checks who sends it and keeps it in memory. Old segments make room for new ones.',
    '**The playlist** is written by the server. It lists only what is really held, in the right order; a late segment is waited for up to {{reorderSeconds}} seconds.',
    '**Viewers** only read from memory. Many viewers cost the node exactly as much as one.',
  ],
};
