import type { Tool as ToolEntry } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import type { ToolName } from '../../contract/agents/tools.ts';
import type { Tool } from '../tools/tool.ts';

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** Tools that answer with a list; a structured result must be an object, so theirs is wrapped. */
const LIST_TOOLS: ReadonlySet<ToolName> = new Set<ToolName>([
  'list_cameras',
  'list_camera_groups',
  'list_nodes',
  'get_stream_logs',
]);

/** What `tools/list` says of a tool. */
export function toolEntry(tool: Tool): ToolEntry {
  const { name, title, description, hints, output } = tool;
  return {
    name,
    title,
    description,
    inputSchema: inputSchema(tool),
    ...(output === undefined ? {} : { outputSchema: outputSchema(name, output) }),
    annotations: { title, ...hints },
  };
}

/** Top-level arguments that hold numbers. */
export function numericArguments({ input }: Tool): ReadonlySet<string> {
  const { properties } = asObjectSchema(jsonSchemaOf(input, 'input'));
  return new Set(Object.keys(properties).filter((name) => isNumeric(properties[name])));
}

function isNumeric(schema: unknown): boolean {
  if (typeof schema !== 'object' || schema === null) return false;
  if ('anyOf' in schema && Array.isArray(schema.anyOf)) return schema.anyOf.some(isNumeric);
  return 'type' in schema && (schema.type === 'integer' || schema.type === 'number');
}

function inputSchema({ input }: Tool): ToolEntry['inputSchema'] {
  return { ...asObjectSchema(jsonSchemaOf(input, 'input')), additionalProperties: false };
}

function outputSchema(name: ToolName, output: z.ZodObject): NonNullable<ToolEntry['outputSchema']> {
  const schema = asObjectSchema(jsonSchemaOf(output, 'output'));
  if (!LIST_TOOLS.has(name)) return schema;
  return { type: 'object', properties: { result: { type: 'array', items: schema } }, required: ['result'] };
}

interface ObjectSchema {
  readonly [key: string]: unknown;
  readonly type: 'object';
  readonly properties: Record<string, object>;
  readonly required?: string[];
}

/** A zod object always becomes an object schema; only its type does not say so. */
function asObjectSchema(schema: JsonSchema): ObjectSchema {
  return { properties: {}, ...schema, type: 'object' } as ObjectSchema;
}

function jsonSchemaOf(schema: z.ZodObject, io: 'input' | 'output'): JsonSchema {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return simplified(rest, io);
}

/**
 * A schema as clients and models read it best: no bounds that only tell how large a number can be, null as an
 * alternative of its own, and results that may gain fields later.
 */
function simplified<T>(schema: T, io: 'input' | 'output'): T {
  if (Array.isArray(schema)) return schema.map((part: unknown) => simplified(part, io)) as T;
  if (typeof schema !== 'object' || schema === null) return schema;
  const kept = Object.entries(schema).filter(([name, value]) => !isNoise(name, value, io));
  const entries = kept.map(([name, value]: [string, unknown]) =>
    name === 'type' && Array.isArray(value)
      ? ['anyOf', value.map((type: unknown) => ({ type }))]
      : [name, simplified(value, io)],
  );
  return Object.fromEntries(entries) as T;
}

function isNoise(name: string, value: unknown, io: 'input' | 'output'): boolean {
  if (name === 'minimum') return value === Number.MIN_SAFE_INTEGER;
  if (name === 'maximum') return value === Number.MAX_SAFE_INTEGER;
  return io === 'output' && name === 'additionalProperties' && value === false;
}
