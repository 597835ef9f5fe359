import { describe, expect, it } from 'vitest';
import {
  READ_TOOLS,
  TOOL_NAMES,
  toolName,
  VISUAL_TOOLS,
  WRITE_TOOLS,
} from '../../../../server/contract/agents/tools.ts';
import { toolEntry } from '../../../../server/mcp/endpoint/tool-schemas.ts';
import { GATE } from '../../incidents/incident-bench.ts';
import { ToolBench } from './tool-bench.ts';

const none = {};
const text = { type: 'string' };
const flag = { type: 'boolean' };
const whole = { type: 'integer' };
const bounded = (minimum: number, maximum: number, fallback: number) => ({
  type: 'integer',
  minimum,
  maximum,
  default: fallback,
});
const orNull = (schema: object) => ({ anyOf: [schema, { type: 'null' }], default: null });

const SEVERITIES = ['low', 'medium', 'high', 'critical'];
const STATUSES = ['open', 'acknowledged', 'resolved', 'dismissed'];
const SUMMARY = { type: 'string', maxLength: 20_000 };
const REPORT = { type: 'string', maxLength: 200_000 };
const NOTE = orNull({ type: 'string', maxLength: 2000 });
const OWN = { camera_id: text };
const CASE = { incident_id: whole };

/** Arguments in the order they are documented; those without a default are required. */
const ARGUMENTS: Readonly<Record<string, object>> = {
  list_cameras: none,
  get_camera: OWN,
  get_stream_url: OWN,
  view_camera: OWN,
  watch_camera: { ...OWN, count: bounded(2, 10, 3), interval_seconds: bounded(1, 30, 5) },
  list_camera_groups: none,
  list_nodes: none,
  get_node: { node_id: text },
  get_camera_recording_policy: OWN,
  set_camera_recording_policy: {
    ...OWN,
    continuous_24_7: orNull(flag),
    scheduled_recording: orNull(flag),
    scheduled_start: orNull(text),
    scheduled_end: orNull(text),
  },
  get_stream_logs: { camera_id: orNull(text), limit: bounded(1, 500, 50) },
  get_stream_stats: { days: bounded(1, 30, 7) },
  get_system_status: none,
  create_incident: {
    title: text,
    summary: SUMMARY,
    severity: { ...text, enum: SEVERITIES, default: 'medium' },
    camera_id: orNull(text),
  },
  add_observation: { ...CASE, text: SUMMARY, camera_id: orNull(text) },
  attach_snapshot: { ...CASE, ...OWN, note: NOTE },
  attach_clip: { ...CASE, ...OWN, duration_seconds: bounded(2, 60, 15), note: NOTE },
  update_incident: {
    ...CASE,
    status: orNull({ ...text, enum: STATUSES }),
    severity: orNull({ ...text, enum: SEVERITIES }),
    summary: orNull(SUMMARY),
    report: orNull(REPORT),
  },
  finalize_incident: { ...CASE, report: REPORT },
  list_incidents: {
    status: orNull({ ...text, enum: STATUSES }),
    severity: orNull({ ...text, enum: SEVERITIES }),
    camera_id: orNull(text),
    limit: bounded(1, 100, 20),
    offset: { type: 'integer', minimum: 0, default: 0 },
  },
  get_incident: CASE,
  get_incident_snapshot: { ...CASE, evidence_id: whole },
  get_incident_clip: { ...CASE, evidence_id: whole },
};

interface ArgumentSchema {
  readonly properties?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: unknown;
}

/** Without words, and with alternatives written out: a list of types means the same. */
function bare(properties: ArgumentSchema['properties'] = {}): object {
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, spelledOut(schema)]));
}

function spelledOut(schema: Readonly<Record<string, unknown>>): object {
  const { description, type, ...rest } = schema;
  expect(description).toBeTypeOf('string');
  if (Array.isArray(type)) return { ...rest, anyOf: type.map((one: unknown) => ({ type: one })) };
  return type === undefined ? rest : { ...rest, type };
}

describe('the tools', () => {
  it('mcp 5: are 23, 16 that only look and 7 that change something, in their documented order', async () => {
    await using tools = await ToolBench.start();
    expect([...tools.tools.keys()]).toEqual(Object.keys(ARGUMENTS));
    expect([...tools.tools.keys()].toSorted()).toEqual([...TOOL_NAMES].toSorted());
    const looking = [...tools.tools.values()].filter(({ hints }) => hints.readOnlyHint);
    expect(looking.map(({ name }) => name).toSorted()).toEqual([...READ_TOOLS].toSorted());
    for (const name of WRITE_TOOLS) expect(tools.tool(name).hints.readOnlyHint).toBe(false);
  });

  it('what replaces something says so, and what adds something anew each time does too', async () => {
    await using tools = await ToolBench.start();
    const hints = Object.fromEntries(
      WRITE_TOOLS.map((name) => {
        const { destructiveHint, idempotentHint } = tools.tool(name).hints;
        return [name, [destructiveHint, idempotentHint]];
      }),
    );
    expect(hints).toEqual({
      create_incident: [false, false],
      add_observation: [false, false],
      attach_snapshot: [false, false],
      attach_clip: [false, false],
      update_incident: [true, true],
      finalize_incident: [true, true],
      set_camera_recording_policy: [true, true],
    });
  });

  it('say what they are in a title and one or two sentences of which most name a sibling', async () => {
    await using tools = await ToolBench.start();
    for (const tool of tools.tools.values()) {
      expect(tool.title, tool.name).toMatch(/^[A-Z][^.]{4,60}$/);
      expect(tool.description.length, tool.name).toBeGreaterThan(40);
      expect(tool.description.split(/[.:] /).length, tool.name).toBeLessThanOrEqual(4);
      const others = [...tools.tools.keys()].filter((name) => name !== tool.name);
      const named = tool.description.match(/[a-z]+_[a-z_]+/g) ?? [];
      for (const word of named.filter((word) =>
        /^(list|get|view|watch|add|attach|update|finalize|set|create)_/.test(word),
      )) {
        expect([tool.name, ...others], `${tool.name} names ${word}`).toContain(word);
      }
    }
  });

  it('take exactly their documented arguments, each described', async () => {
    await using tools = await ToolBench.start();
    for (const [name, documented] of Object.entries(ARGUMENTS)) {
      const schema = toolEntry(tools.tool(toolName.parse(name))).inputSchema as ArgumentSchema;
      expect(bare(schema.properties), name).toEqual(documented);
      const required = Object.entries(documented).filter(([, argument]) => !('default' in argument));
      expect(schema.required ?? [], name).toEqual(required.map(([argument]) => argument));
      expect(schema.additionalProperties, name).toBe(false);
    }
  });

  it('have an output schema unless they answer with pictures', async () => {
    await using tools = await ToolBench.start();
    for (const tool of tools.tools.values()) {
      expect([tool.name, tool.output === undefined]).toEqual([tool.name, VISUAL_TOOLS.has(tool.name)]);
      if (tool.output !== undefined) expect(toolEntry(tool).outputSchema).toMatchObject({ type: 'object' });
    }
  });

  it('mcp 7: an unknown argument is refused', async () => {
    await using tools = await ToolBench.start();
    expect(tools.accepts('get_camera', { camera_id: GATE, quality: 'high' })).toBe(false);
    expect(tools.accepts('list_cameras', { limit: 3 })).toBe(false);
  });
});
