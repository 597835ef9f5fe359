import { code, type Content, heading, list, note, steps, table, text } from '../../text/block.ts';

export const content: Content = [
  text(
    'Home Assistant can show your cameras, notice motion and switch recording. It needs a key from here and nothing else.',
  ),
  heading('Connect it'),
  steps(
    'Open [Settings → Integrations](/settings/integrations) and press *Make a key*. It begins with `osi_` and is shown this once.',
    'In Home Assistant add the repository shown on that page to HACS as a custom repository, download the integration, and restart Home Assistant.',
    'Add the integration there. It asks for the address of this server, such as `http://192.168.1.20:8000`, and for the key.',
  ),
  text('Use the address of this server on your network. Home Assistant must be able to reach it.'),
  heading('What appears there'),
  table(
    ['For each', 'You get'],
    ['Camera', 'A still picture, live video where it is possible, a motion sensor, a switch for recording'],
    ['Node', 'How full its storage is'],
  ),
  list(
    '**Stills** are taken when Home Assistant asks, {{stillsPerMinute}} a minute for each camera at most.',
    '**Live video** comes straight from the node, not through this server. It needs [LAN streaming](/docs/recording#switch-on-lan-streaming) on that node.',
    '**The switch** means recording day and night. Switching it on ends a schedule, and switching it off does not bring that back. The node follows within {{reportSeconds}} seconds or so.',
    '**Motion** arrives as it happens, also from cameras you keep quiet here.',
  ),
  heading('Who did it'),
  text(
    'What Home Assistant switches stands in [Admin → Audit trail](/admin/audit), under the name of its key.',
  ),
  heading('Take it away'),
  text(
    '*Revoke* the key in [Settings → Integrations](/settings/integrations). Home Assistant loses access at once, its motion stream included.',
  ),
  heading('Other programs'),
  text('The same key opens the same small interface to any program of the house:'),
  code(
    'key="Authorization: Bearer <key>"',
    'URL=http://192.168.1.20:8000',
    'curl -s -H "$key" "$URL/api/integration/cameras"',
    'curl -s -H "$key" "$URL/api/integration/status"',
    'curl -s -H "$key" "$URL/api/integration/cameras/$CAMERA/snapshot" -o picture.jpg',
    'curl -sN -H "$key" "$URL/api/integration/motion/stream"',
  ),
  note(
    'A place can have {{integrationStreams}} such motion streams open at once. A key of an AI agent does not work here, nor this one there.',
  ),
];
