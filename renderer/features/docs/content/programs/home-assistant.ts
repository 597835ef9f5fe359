import { t } from '@lingui/core/macro';
import { code, type Content, heading, list, note, steps, table, text } from '../../text/block.ts';

export const content: Content = [
  text(
    t`Home Assistant can show your cameras, notice motion and switch recording. It needs a key from here and nothing else.`,
  ),
  heading('connect-it', t`Connect it`),
  steps(
    t({
      message:
        'Open [Settings → Integrations](/settings/integrations) and press *Make a key*. It begins with `osi_` and is shown this once.',
    }),
    t`In Home Assistant add the repository shown on that page to HACS as a custom repository, download the integration, and restart Home Assistant.`,
    t({
      message:
        'Add the integration there. It asks for the address of this server, such as `http://192.168.1.20:8000`, and for the key.',
    }),
  ),
  text(t`Use the address of this server on your network. Home Assistant must be able to reach it.`),
  heading('what-appears-there', t`What appears there`),
  table(
    [t`For each`, t`You get`],
    [t`Camera`, t`A still picture, live video where it is possible, a motion sensor, a switch for recording`],
    [t`Node`, t`How full its storage is`],
  ),
  list(
    t`**Stills** are taken when Home Assistant asks, %stillsPerMinute% a minute for each camera at most.`,
    t`**Live video** comes straight from the node, not through this server. It needs [LAN streaming](/docs/recording#switch-on-lan-streaming) on that node.`,
    t`**The switch** means recording day and night. Switching it on ends a schedule, and switching it off does not bring that back. The node follows within %reportSeconds% seconds or so.`,
    t`**Motion** arrives as it happens, also from cameras you keep quiet here.`,
  ),
  heading('who-did-it', t`Who did it`),
  text(
    t`What Home Assistant switches stands in [Admin → Audit trail](/admin/audit), under the name of its key.`,
  ),
  heading('take-it-away', t`Take it away`),
  text(
    t`*Revoke* the key in [Settings → Integrations](/settings/integrations). Home Assistant loses access at once, its motion stream included.`,
  ),
  heading('other-programs', t`Other programs`),
  text(t`The same key opens the same small interface to any program of the house:`),
  code(
    'key="Authorization: Bearer <key>"',
    'URL=http://192.168.1.20:8000',
    'curl -s -H "$key" "$URL/api/integration/cameras"',
    'curl -s -H "$key" "$URL/api/integration/status"',
    'curl -s -H "$key" "$URL/api/integration/cameras/$CAMERA/snapshot" -o picture.jpg',
    'curl -sN -H "$key" "$URL/api/integration/motion/stream"',
  ),
  note(
    t`A place can have %integrationStreams% such motion streams open at once. A key of an AI agent does not work here, nor this one there.`,
  ),
];
