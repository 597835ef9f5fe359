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
    'AI programs such as Claude can look through your cameras and file incidents. They speak the Model Context Protocol (MCP). You make a key for each, and the key says what it may do.',
  ),
  warning(
    'Pictures that an agent looks at go to the AI service behind it. That service is your choice and your contract. Nothing leaves the house before you make a key and use it.',
  ),
  heading('How it works'),
  figure(mcpDiagram),
  heading('Make a key'),
  steps(
    'Open [AI agents](/mcp) and press *Make a key*.',
    'Choose the tools: read-only ({{readTools}} tools that change nothing), all {{tools}}, or chosen ones.',
    'Choose cameras or groups, if it is not to see every camera.',
    'Choose when it ends; {{keyDays}} days is suggested.',
  ),
  text('The key begins with `osc_` and is shown this once. *Revoke* ends it at once.'),
  heading('Connect a client'),
  text(
    'The page [AI agents](/mcp) has lines with your key filled in. The first sets up every client it finds on a computer, asks which, and keeps a copy of each file it changes. On Linux and macOS, where it wants Python or Node.js:',
  ),
  code(
    "curl -fsSL http://192.168.1.20:8000/mcp-setup.sh | bash -s -- '<key>' 'http://192.168.1.20:8000/mcp/'",
  ),
  text('On Windows, in PowerShell:'),
  code(
    "& ([scriptblock]::Create((irm http://192.168.1.20:8000/mcp-setup.ps1))) '<key>' 'http://192.168.1.20:8000/mcp/'",
  ),
  text('Only Claude Code:'),
  code(
    'claude mcp add --transport http opensentry http://192.168.1.20:8000/mcp/ \\',
    '  --header "Authorization: Bearer <key>"',
  ),
  text(
    'Claude Desktop, Cursor and Windsurf have files of their own, shown on the page. Any other client wants the address ending in `/mcp/` (Streamable HTTP) and the header `Authorization: Bearer` with the key.',
  ),
  heading('Things to ask'),
  list(
    '“Is anybody in the yard right now?”',
    '“Watch the front door for a minute and tell me what changes.”',
    '“Which cameras are offline, and since when?”',
    '“File an incident for the open back door, with a picture.”',
  ),
  heading('The tools'),
  table(
    ['For', 'Tools that look', 'Tools that change'],
    [
      'Cameras',
      '`list_cameras` `get_camera` `get_stream_url` `view_camera` `watch_camera` `list_camera_groups`',
      'none',
    ],
    ['Recording', '`get_camera_recording_policy`', '`set_camera_recording_policy`'],
    ['System', '`list_nodes` `get_node` `get_stream_logs` `get_stream_stats` `get_system_status`', 'none'],
    [
      'Incidents',
      '`list_incidents` `get_incident` `get_incident_snapshot` `get_incident_clip`',
      '`create_incident` `add_observation` `attach_snapshot` `attach_clip` `update_incident` `finalize_incident`',
    ],
  ),
  text(
    '`watch_camera` takes up to {{watchMost}} pictures, at most {{watchSeconds}} seconds apart. No tool deletes anything, adds nodes or people, or reads keys.',
  ),
  heading('Limits'),
  text(
    'A key may call tools {{mcpPerMinute}} times a minute and {{mcpPerDay}} times in a day on a self-hosted installation. An agent that runs in a loop is stopped by that and told so.',
  ),
  heading('See what they do'),
  text(
    '[AI agents](/mcp) shows calls as they happen. [Admin → AI agents](/admin/agents) keeps them, with filters and CSV. Incidents an agent filed carry the name of its key.',
  ),
  note(
    'Text in a picture or in a name can try to give an agent orders. Give a key no more tools and cameras than its task needs.',
  ),
];
