import { z } from 'zod';

/** Tools of the MCP server that only look. */
export const READ_TOOLS = [
  'list_cameras',
  'get_camera',
  'get_stream_url',
  'view_camera',
  'watch_camera',
  'list_camera_groups',
  'list_nodes',
  'get_node',
  'get_camera_recording_policy',
  'get_stream_logs',
  'get_stream_stats',
  'get_system_status',
  'list_incidents',
  'get_incident',
  'get_incident_snapshot',
  'get_incident_clip',
] as const;

/** Tools of the MCP server that change something. */
export const WRITE_TOOLS = [
  'create_incident',
  'add_observation',
  'attach_snapshot',
  'attach_clip',
  'update_incident',
  'finalize_incident',
  'set_camera_recording_policy',
] as const;

export const TOOL_NAMES = [...READ_TOOLS, ...WRITE_TOOLS] as const;
export const toolName = z.enum(TOOL_NAMES);
export type ToolName = z.infer<typeof toolName>;

/** Tools that answer with pictures. */
export const VISUAL_TOOLS: ReadonlySet<ToolName> = new Set<ToolName>([
  'view_camera',
  'watch_camera',
  'get_incident_snapshot',
]);

/** Name of our entry in the configuration of MCP clients. */
export const CLIENT_ENTRY = 'opensentry';
