import { z } from 'zod';
import { cameraScope, SCOPE_MODES, type CameraScope } from '../../contract/agents/keys.ts';
import { READ_TOOLS, TOOL_NAMES, toolName, type ToolName } from '../../contract/agents/tools.ts';

/** What a key may do, as its row keeps it. */
export interface StoredScope {
  readonly scopeMode: string | null;
  /** JSON list of names; counts only with `custom`. */
  readonly scopeTools: string | null;
}

export type ScopeMode = (typeof SCOPE_MODES)[number];

/** The mode of a row, in any case; null stands for `all`. Undefined for a word this server does not know. */
export function storedMode(mode: string | null): ScopeMode | undefined {
  if (mode === null) return 'all';
  return SCOPE_MODES.find((known) => known === mode.trim().toLowerCase());
}

/** Names in a row's list, known or not; none when it cannot be read. */
export function storedTools(json: string | null): string[] {
  return z.array(z.string()).catch([]).parse(parsed(json));
}

/**
 * Tools a key may use. Of a custom list unknown names are dropped. Whatever cannot be understood allows nothing: a
 * mistake must never allow everything.
 */
export function allowedTools({ scopeMode, scopeTools }: StoredScope): ReadonlySet<ToolName> {
  const mode = storedMode(scopeMode);
  if (mode === 'all') return new Set(TOOL_NAMES);
  if (mode === 'readonly') return new Set(READ_TOOLS);
  const wanted = mode === 'custom' ? storedTools(scopeTools) : [];
  return new Set(TOOL_NAMES.filter((name) => wanted.includes(name)));
}

/** Cameras of a row: null for every camera, nothing at all when it cannot be read. */
export function storedCameras(json: string | null): CameraScope {
  if (json === null) return null;
  const scope = cameraScope.safeParse(parsed(json));
  return scope.success && scope.data !== null ? scope.data : { cameras: [], groups: [] };
}

/** Names people chose, trimmed, each once, in their order. */
export function tidyNames(names: readonly string[]): string[] {
  return [...new Set(names.map((name) => name.trim()).filter((name) => name !== ''))];
}

/** Names that are no tools. */
export function unknownTools(names: readonly string[]): string[] {
  return names.filter((name) => !toolName.safeParse(name).success);
}

/** Says in words what a key may do, to go on after "allows". */
export function scopeInWords(mode: ScopeMode, tools: readonly string[], cameras: CameraScope): string {
  const what = {
    all: 'everything agents can do',
    readonly: 'looking, without changing anything',
    custom: `${counted(tools.length, 'tool')}: ${tools.join(', ')}`,
  }[mode];
  if (cameras === null) return `${what} (every camera)`;
  const parts = [
    ...(cameras.cameras.length === 0 ? [] : [counted(cameras.cameras.length, 'camera')]),
    ...(cameras.groups.length === 0 ? [] : [counted(cameras.groups.length, 'camera group')]),
  ];
  return `${what} (only ${parts.join(' and ')})`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function parsed(json: string | null): unknown {
  try {
    return JSON.parse(json ?? 'null');
  } catch {
    return undefined;
  }
}
