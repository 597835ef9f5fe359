import type { z } from 'zod';
import type { Tool } from '../tools/tool.ts';

export type CheckedArguments =
  | { readonly ok: true; readonly args: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly message: string };

const NUMERIC_TEXT = /^\s*-?\d+(\.\d+)?\s*$/;
const SHOWN_NAME_MAX = 60;

/** Checks arguments by the tool's schema and fills in defaults. Models often send numbers as text; those are taken. */
export function checkArguments(
  { name, input }: Tool,
  numeric: ReadonlySet<string>,
  given: Readonly<Record<string, unknown>>,
): CheckedArguments {
  const entries = Object.entries(given).map(([key, value]) => [
    key,
    numeric.has(key) ? asNumber(value) : value,
  ]);
  const parsed = input.safeParse(Object.fromEntries(entries));
  if (parsed.success) return { ok: true, args: parsed.data };
  const problems = parsed.error.issues.flatMap((issue) => problemsOf(issue, given));
  return {
    ok: false,
    message: `${name} was not called. ${problems.join(' ')} Correct the arguments as tools/list describes them and call it again.`,
  };
}

function asNumber(value: unknown): unknown {
  return typeof value === 'string' && NUMERIC_TEXT.test(value) ? Number(value) : value;
}

/** One sentence for each argument that is wrong. Values are never repeated. */
function problemsOf(issue: z.core.$ZodIssue, given: Readonly<Record<string, unknown>>): string[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.slice(0, 5).map((key) => `It has no argument ${quoted(key)}.`);
  }
  const [argument] = issue.path;
  const shown = quoted(issue.path.map(String).join('.'));
  if (issue.path.length === 1 && !Object.hasOwn(given, String(argument))) return [`${shown} is required.`];
  return [`${shown}: ${issue.message}.`];
}

/** A name as it may be shown: the caller chose it, so it is cut. */
export function quoted(name: string): string {
  return JSON.stringify(name.length > SHOWN_NAME_MAX ? `${name.slice(0, SHOWN_NAME_MAX)}…` : name);
}
