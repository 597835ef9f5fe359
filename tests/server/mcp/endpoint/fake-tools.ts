import { z } from 'zod';
import {
  READ_TOOLS,
  TOOL_NAMES,
  VISUAL_TOOLS,
  type ToolName,
} from '../../../../server/contract/agents/tools.ts';
import { defineTool, ToolFailure, type Tool, type ToolCaller } from '../../../../server/mcp/tools/tool.ts';

/** The smallest JPEG header there is; nothing decodes it here. */
export const PICTURE = Buffer.from([0xff, 0xd8, 0xff, 0xe0]).toString('base64');

const reads: ReadonlySet<string> = new Set(READ_TOOLS);

function described(name: ToolName): Pick<Tool, 'name' | 'title' | 'description' | 'category' | 'hints'> {
  const readOnlyHint = reads.has(name);
  return {
    name,
    title: `Title of ${name}`,
    description: `What ${name} does.`,
    category: 'camera',
    hints: { readOnlyHint, destructiveHint: false, idempotentHint: readOnlyHint, openWorldHint: false },
  };
}

/** What tools saw and what they shall do. */
export class ToolProbe {
  readonly calls: { readonly name: ToolName; readonly caller: ToolCaller; readonly args: unknown }[] = [];
  /** Does the work of `get_system_status`. */
  work: (caller: ToolCaller) => Promise<Record<string, unknown>> = async () => ({ ok: true });

  note(name: ToolName, caller: ToolCaller, args: unknown): void {
    this.calls.push({ name, caller, args });
  }
}

const camera = z.object({ camera_id: z.string(), name: z.string().nullable() });

/** Stand-ins for all tools: those with a shape of their own are told apart, the others answer `{name}`. */
export function fakeTools(probe: ToolProbe): readonly Tool[] {
  const special = [
    defineTool({
      ...described('list_cameras'),
      input: z.strictObject({}),
      output: camera,
      run: async (caller, args) => {
        probe.note('list_cameras', caller, args);
        const all = ['cam_1', 'cam_2', 'cam_3'].filter((id) => caller.cameras.sees(id));
        return { kind: 'list', values: all.map((camera_id) => ({ camera_id, name: null })) };
      },
    }),
    defineTool({
      ...described('get_camera'),
      input: z.strictObject({ camera_id: z.string().min(1) }),
      output: camera,
      run: async (caller, args) => {
        probe.note('get_camera', caller, args);
        if (!caller.cameras.sees(args.camera_id)) throw new ToolFailure(`No camera ${args.camera_id} here.`);
        return { kind: 'object', value: { camera_id: args.camera_id, name: 'Door' } };
      },
    }),
    defineTool({
      ...described('get_stream_logs'),
      input: z.strictObject({
        camera_id: z.string().nullable().default(null),
        limit: z.number().int().min(1).max(500).default(50),
      }),
      output: z.object({ id: z.number().int() }),
      run: async (caller, args) => {
        probe.note('get_stream_logs', caller, args);
        return { kind: 'list', values: [] };
      },
    }),
    defineTool({
      ...described('view_camera'),
      input: z.strictObject({ camera_id: z.string() }),
      output: undefined,
      run: async () => ({
        kind: 'blocks',
        blocks: [{ type: 'image', data: PICTURE, mimeType: 'image/jpeg' }],
      }),
    }),
    defineTool({
      ...described('get_system_status'),
      input: z.strictObject({}),
      output: z.object({ ok: z.boolean() }),
      run: async (caller, args) => {
        probe.note('get_system_status', caller, args);
        return { kind: 'object', value: await probe.work(caller) };
      },
    }),
  ];
  const known = new Map(special.map((tool) => [tool.name, tool]));
  return TOOL_NAMES.map((name) => known.get(name) ?? plain(name, probe));
}

function plain(name: ToolName, probe: ToolProbe): Tool {
  return defineTool({
    ...described(name),
    input: z.strictObject({}),
    output: VISUAL_TOOLS.has(name) ? undefined : z.object({ name: z.string() }),
    run: async (caller, args) => {
      probe.note(name, caller, args);
      return { kind: 'object', value: { name } };
    },
  });
}
