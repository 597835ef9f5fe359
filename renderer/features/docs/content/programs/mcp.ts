import { t } from '@lingui/core/macro';
import { mcpDiagram } from '../../diagrams/mcp.ts';
import {
  code,
  type Content,
  figure,
  heading,
  list,
  note,
  steps,
  table,
  text,
  warning,
} from '../../text/block.ts';

export const content: Content = [
  text(
    t`AI programs such as Claude can look through your cameras and file incidents. They speak the Model Context Protocol (MCP). You make a key for each, and the key says what it may do.`,
  ),
  warning(
    t`Pictures that an agent looks at go to the AI service behind it. That service is your choice and your contract. Nothing leaves the house before you make a key and use it.`,
  ),
  heading('how-it-works', t`How it works`),
  figure(mcpDiagram),
  heading('make-a-key', t`Make a key`),
  steps(
    t`Open [AI agents](/mcp) and press *Make a key*.`,
    t`Choose the tools: read-only (%readTools% tools that change nothing), all %tools%, or chosen ones.`,
    t`Choose cameras or groups, if it is not to see every camera.`,
    t`Choose when it ends; %keyDays% days is suggested.`,
  ),
  text(t({ message: 'The key begins with `osc_` and is shown this once. *Revoke* ends it at once.' })),
  heading('connect-a-client', t`Connect a client`),
  text(
    t`The page [AI agents](/mcp) has lines with your key filled in. The first sets up every client it finds on a computer, asks which, and keeps a copy of each file it changes. On Linux and macOS, where it wants Python or Node.js:`,
  ),
  code(
    "curl -fsSL http://192.168.1.20:8000/mcp-setup.sh | bash -s -- '<key>' 'http://192.168.1.20:8000/mcp/'",
  ),
  text(t`On Windows, in PowerShell:`),
  code(
    "& ([scriptblock]::Create((irm http://192.168.1.20:8000/mcp-setup.ps1))) '<key>' 'http://192.168.1.20:8000/mcp/'",
  ),
  text(t`Only Claude Code:`),
  code(
    'claude mcp add --transport http opensentry http://192.168.1.20:8000/mcp/ \\',
    '  --header "Authorization: Bearer <key>"',
  ),
  text(
    t({
      message:
        'Claude Desktop, Cursor and Windsurf have files of their own, shown on the page. Any other client wants the address ending in `/mcp/` (Streamable HTTP) and the header `Authorization: Bearer` with the key.',
    }),
  ),
  heading('things-to-ask', t`Things to ask`),
  list(
    t`“Is anybody in the yard right now?”`,
    t`“Watch the front door for a minute and tell me what changes.”`,
    t`“Which cameras are offline, and since when?”`,
    t`“File an incident for the open back door, with a picture.”`,
  ),
  heading('the-tools', t`The tools`),
  table(
    [t`For`, t`Tools that look`, t`Tools that change`],
    [
      t`Cameras`,
      '`list_cameras` `get_camera` `get_stream_url` `view_camera` `watch_camera` `list_camera_groups`',
      t`none`,
    ],
    [t`Recording`, '`get_camera_recording_policy`', '`set_camera_recording_policy`'],
    [t`System`, '`list_nodes` `get_node` `get_stream_logs` `get_stream_stats` `get_system_status`', t`none`],
    [
      t`Incidents`,
      '`list_incidents` `get_incident` `get_incident_snapshot` `get_incident_clip`',
      '`create_incident` `add_observation` `attach_snapshot` `attach_clip` `update_incident` `finalize_incident`',
    ],
  ),
  text(
    t({
      message:
        '`watch_camera` takes up to %watchMost% pictures, at most %watchSeconds% seconds apart. No tool deletes anything, adds nodes or people, or reads keys.',
    }),
  ),
  heading('limits', t`Limits`),
  text(
    t`A key may call tools %mcpPerMinute% times a minute and %mcpPerDay% times in a day on a self-hosted installation. An agent that runs in a loop is stopped by that and told so.`,
  ),
  heading('see-what-they-do', t`See what they do`),
  text(
    t`[AI agents](/mcp) shows calls as they happen. [Admin → AI agents](/admin/agents) keeps them, with filters and CSV. Incidents an agent filed carry the name of its key.`,
  ),
  note(
    t`Text in a picture or in a name can try to give an agent orders. Give a key no more tools and cameras than its task needs.`,
  ),
];
